// Deletes the snapshot of a day, whose metrics are gone.
// param   day: String!   2026-11-22
MATCH (snapshot:Internal {kind: 'NetworkSnapshot', day: $day})
DELETE snapshot;
