// What the log holds of the map: the records of all that was applied, in order.
// returns records: Any!      of one part
MATCH (change:Internal {kind: 'Change', status: 'applied'})<-[:OF]-(part:Internal)
WITH part ORDER BY part.sequence, part.number
RETURN part.records AS records;
