// The days of all snapshots that are read, the newest first, with the last change of the log that each knows.
// returns day: String!       2026-11-22
// returns sequence: Int!     number of that change
MATCH (snapshot:Internal {kind: 'NetworkSnapshot'}) WHERE snapshot.day IS NOT NULL AND snapshot.done
RETURN snapshot.day AS day, snapshot.sequence AS sequence ORDER BY day DESC;
