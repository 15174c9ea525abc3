// Some parts of one change, in order.
// param   sequence: Int!    the number of the change
// param   after: Int!       only parts that hold records after this one
// param   types: [String!]  only parts that may hold records of these types
// param   parts: Int!       how many at most
// returns part: [Any!]!     properties of the change, number of the first record, records
MATCH (change:Internal {kind: 'Change', sequence: $sequence})<-[:OF]-(part:Internal {kind: 'ChangePart'})
WHERE change.records IS NOT NULL AND part.last > $after
  AND ($types IS NULL OR part.types IS NULL OR any(type IN part.types WHERE type IN $types))
WITH change, part ORDER BY part.number LIMIT $parts
RETURN [change {.*, commands: null}, part.number, part.records] AS part;
