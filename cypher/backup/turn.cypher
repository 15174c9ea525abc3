// Waits until nobody writes, and keeps it so until the transaction ends: the lock of those who take turns.
// returns sequence: Int!    the number of the last change
// returns at: String!
// returns turn: String      that of the last writer, whatever came of it
MERGE (log:Internal {kind: 'ChangeLog', name: 'changes'})
ON CREATE SET log.id = randomUUID()
SET log.held = true
WITH log
RETURN coalesce(log.last, 0) AS sequence, toString(datetime.realtime()) AS at, toString(log.turn) AS turn;
