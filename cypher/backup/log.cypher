// Changes of the log in their order, whole, to be written beside a backup.
// param   after: Int!        only those with a larger number
// param   most: Int!         how many at most
// returns change: JSON!      its properties
// returns parts: [JSON!]!    number, last, touches, types, sources, records of each
MATCH (change:Internal {kind: 'Change'})
WHERE change.sequence > $after AND change.records IS NOT NULL
WITH change ORDER BY change.sequence LIMIT $most
RETURN properties(change) AS change, COLLECT {
  MATCH (change)<-[:OF]-(part:Internal {kind: 'ChangePart'})
  WITH part ORDER BY part.number
  RETURN part {.number, .last, .touches, .types, .sources, .records}
} AS parts;
