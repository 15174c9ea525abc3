// One change with all its parts.
// param   sequence: Int!
// returns change: JSON!
// returns number: Int
// returns records: Any
MATCH (change:Internal {kind: 'Change', sequence: $sequence})
OPTIONAL MATCH (change)<-[:OF]-(part:Internal {kind: 'ChangePart'})
WITH change, part ORDER BY part.number
RETURN properties(change) AS change, part.number AS number, part.records AS records;
