// What tells the log of changes from that of another database; empty where there is none yet.
// returns log: String!
OPTIONAL MATCH (log:Internal {kind: 'ChangeLog', name: 'changes'})
RETURN coalesce(log.id, '') AS log;
