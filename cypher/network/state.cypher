// What tells whether the ranking has to be made anew.
// returns version: Int   the version of the newest model that may be used, null when there is none
// returns log: String    the id of the log of changes, null before the first one; another one in another graph
// returns day: String!   today: needs and offers end as days pass
OPTIONAL MATCH (model:Internal {kind: 'RankingModel', good: true}) WHERE model.version IS NOT NULL
WITH max(model.version) AS version
OPTIONAL MATCH (log:Internal {kind: 'ChangeLog', name: 'changes'})
RETURN version, log.id AS log, toString(date()) AS day;
