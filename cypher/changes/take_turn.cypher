// Makes those who write take turns: the lock on the log is kept until the transaction ends. Readers never wait for it.
// The first SET takes the lock, so that the second clause reads what the writer before has left.
// returns sequence: Int!    the number that the change gets, if the transaction comes to one
// returns at: String!       the time of everything that is written in the transaction, in microseconds as Python has them
MERGE (log:Internal {kind: 'ChangeLog', name: 'changes'})
ON CREATE SET log.id = randomUUID()
SET log.turn = randomUUID()
WITH log
RETURN coalesce(log.last, 0) + 1 AS sequence, toString(datetime.truncate('microsecond', datetime.realtime('Z'))) AS at;
