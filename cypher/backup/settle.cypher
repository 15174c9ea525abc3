// Takes the marks of a restore away: it has ended.
MATCH (node:Restoring) WHERE node.restoring IS NOT NULL
CALL (node) {
  REMOVE node:Restoring, node.restoring
} IN TRANSACTIONS OF 5000 ROWS;
