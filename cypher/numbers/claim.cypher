// Claims the snapshot of a day for one process; no row when there is one, or when another process is about to make it.
// A claim holds for two hours, then its process is taken to have ended.
// param   day: String!      2026-11-22
// param   by: String!       who claims it
// returns day: String!      the same
MERGE (snapshot:Internal {kind: 'NetworkSnapshot', day: $day})
ON CREATE SET snapshot.by = $by, snapshot.begun = datetime()
// This locks it: of two that look at the same time, the second sees what the first has written.
SET snapshot.day = $day
WITH snapshot
WHERE snapshot.done IS NULL AND (snapshot.by = $by OR snapshot.begun < datetime() - duration('PT2H'))
SET snapshot.by = $by, snapshot.begun = datetime()
RETURN snapshot.day AS day;
