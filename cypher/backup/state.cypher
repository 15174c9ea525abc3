// What a database holds that something is to be restored into.
// returns foreign: Boolean!      something besides marks of migrations and what a restore has left
// returns unfinished: Boolean!   what a restore has left that did not end
RETURN EXISTS { MATCH (node) WHERE NOT node:Restoring AND NOT (node:Internal AND node.kind = 'Migration') } AS foreign,
       EXISTS { MATCH (:Restoring) } AS unfinished;
