// Open proposals, the oldest first.
// param   by: String         only those of this author
// param   after: Int!        only those with a larger number
// param   first: Int!        how many at most
// returns change: JSON!
// returns parts: [Any!]!     of each part: number of its first record, records
MATCH (change:Internal {kind: 'Change'}) USING INDEX change:Internal(kind, status)
WHERE change.status = 'proposed' AND change.sequence > $after AND ($by IS NULL OR change.by = $by)
WITH change ORDER BY change.sequence LIMIT $first
RETURN properties(change) AS change,
       COLLECT { MATCH (change)<-[:OF]-(part:Internal {kind: 'ChangePart'}) RETURN [part.number, part.records] ORDER BY part.number } AS parts;
