// Makes the snapshot of a day one that is read.
// param   day: String!          2026-11-22
// param   by: String!           who claimed it
// param   metrics: JSON!         of the whole network: sequence, allies, ties, density, libraries, tiedLibraries, communities, estimated
// returns day: String           the same; no row when another process has taken it over
MATCH (snapshot:Internal {kind: 'NetworkSnapshot', day: $day, by: $by})
SET snapshot = $metrics, snapshot.kind = 'NetworkSnapshot', snapshot.day = $day, snapshot.done = true
RETURN snapshot.day AS day;
