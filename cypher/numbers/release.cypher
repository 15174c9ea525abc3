// Gives up the claim on a day, so that it can be tried again.
// param   day: String!   2026-11-22
// param   by: String!    who claimed it
MATCH (snapshot:Internal {kind: 'NetworkSnapshot', day: $day, by: $by}) WHERE snapshot.done IS NULL
DELETE snapshot;
