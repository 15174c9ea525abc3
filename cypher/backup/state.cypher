// What a database holds that something is to be restored into.
// returns foreign: Boolean!      something besides marks of migrations that no restore has left
// returns unfinished: Boolean!   a restore has begun and not ended
WITH EXISTS { MATCH (:Restoring {begun: true}) } AS unfinished
RETURN NOT unfinished AND EXISTS { MATCH (node) WHERE NOT (node:Internal AND node.kind = 'Migration') } AS foreign, unfinished;
