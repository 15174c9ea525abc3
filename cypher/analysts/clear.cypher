// Deletes everything in a twin but what says that it is one.
MATCH (node) WHERE NOT (node:Internal AND node.kind = 'Twin')
CALL (node) {
  DETACH DELETE node
} IN TRANSACTIONS OF 5000 ROWS;
