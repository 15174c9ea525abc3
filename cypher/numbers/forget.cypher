// Deletes some of the numbers of a day.
// param   day: String!    2026-11-22
// param   size: Int!      how many at once
// returns deleted: Int!   how many they were; 0 when none are left
MATCH (numbers:AllyNumbers) WHERE numbers.day = $day AND numbers.of IS NOT NULL
WITH numbers LIMIT $size
DELETE numbers
RETURN count(*) AS deleted;
