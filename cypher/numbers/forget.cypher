// Deletes some of the metrics of a day.
// param   day: String!    2026-11-22
// param   size: Int!      how many at once
// returns deleted: Int!   how many they were; 0 when none are left
MATCH (metrics:AllyNumbers) WHERE metrics.day = $day AND metrics.of IS NOT NULL
WITH metrics LIMIT $size
DELETE metrics
RETURN count(*) AS deleted;
