// Connections that run in parallel are told apart by `parallel`; `id` names elements alone. Files and the log say `id` as before.
MATCH (:Element)-[connection]->(:Element) WHERE connection.id IS NOT NULL
CALL (connection) {
  SET connection.parallel = connection.id
  REMOVE connection.id
} IN TRANSACTIONS OF 5000 ROWS;
