// Writes the metrics of some allies into the snapshot of a day: one node for all of them, in lists side by side.
// param   day: String!        2026-11-22
// param   metrics: JSON!      first and last: ids between which these are; of (ids of the allies), degree, betweenness, reach,
//                             density, community, communitySize, rank, percentile: lists; what there is not is negative
CREATE (metrics:Internal)
SET metrics = $metrics, metrics.kind = 'AllyNumbers', metrics.snapshot = $day;
