// Writes the metrics of allies into the snapshot of a day. They are no elements: they are on no map.
// param   day: String!      2026-11-22
// param   rows: [JSON!]!     of (id of the ally), degree, betweenness, reach, density, community, communitySize, rank, percentile
UNWIND $rows AS row
MERGE (metrics:AllyNumbers {day: $day, of: row.of})
SET metrics = row, metrics.day = $day;
