// Deletes the metrics of a day.
// param   day: String!    2026-11-22
MATCH (metrics:Internal {kind: 'AllyNumbers', snapshot: $day})
DELETE metrics;
