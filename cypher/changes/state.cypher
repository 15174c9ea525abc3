// What tells, with the bookmark of the transaction that reads it, whether an answer is still the newest one.
// returns sequence: Int!    number of the last change, 0 when there is none
// returns day: String!      which day it is
OPTIONAL MATCH (log:Internal {kind: 'ChangeLog', name: 'changes'})
RETURN coalesce(log.last, 0) AS sequence, toString(date()) AS day;
