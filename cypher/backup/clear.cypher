// Deletes all but the mark of a restore: what one has left that did not end, and the marks of migrations, which a backup brings.
MATCH (node) WHERE NOT (node:Restoring AND coalesce(node.begun = true, false)) // of a migration, `begun` is a time
CALL (node) {
  DETACH DELETE node
} IN TRANSACTIONS OF 5000 ROWS;
