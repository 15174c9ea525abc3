// Deletes what a restore has left that did not end, and the marks of migrations, which a backup brings itself.
MATCH (node) WHERE node:Restoring OR node:Internal AND node.kind = 'Migration'
CALL (node) {
  DETACH DELETE node
} IN TRANSACTIONS OF 5000 ROWS;
