// Takes the marks of a restore away: it has ended.
MATCH (node:Restoring)
CALL (node) {
  REMOVE node:Restoring, node.restoring
} IN TRANSACTIONS OF 5000 ROWS;
