// Where the log of changes stands, and which log it is.
// param   sequence: Int!     a change
// returns log: String!       what tells this log from others; empty where there is none yet
// returns last: Int!         the number of its last change
// returns at: String         when that change was made, null where there is none
// returns now: String!
OPTIONAL MATCH (log:Internal {kind: 'ChangeLog', name: 'changes'})
OPTIONAL MATCH (change:Internal {kind: 'Change', sequence: $sequence})
RETURN coalesce(log.id, '') AS log, coalesce(log.last, 0) AS last, toString(change.at) AS at, toString(datetime.realtime()) AS now;
