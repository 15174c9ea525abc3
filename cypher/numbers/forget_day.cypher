// Deletes the snapshot of a day, whose numbers are gone.
// param   day: String!   2026-11-22
MATCH (snapshot:NetworkSnapshot {day: $day})
DELETE snapshot;
