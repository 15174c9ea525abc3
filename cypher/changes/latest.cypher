// The last change.
// returns sequence: Int!    its number, 0 when there is none
// returns count: Int        how many records it has; null while its writer is just finishing
OPTIONAL MATCH (log:Internal {kind: 'ChangeLog', name: 'changes'})
OPTIONAL MATCH (change:Internal {kind: 'Change', sequence: log.last})
RETURN coalesce(log.last, 0) AS sequence, CASE WHEN log.last IS NULL THEN 0 ELSE change.records END AS count;
