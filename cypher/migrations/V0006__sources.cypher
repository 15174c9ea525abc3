// Elements and connections name several sources where they named one.
MATCH (element:Element) WHERE element.source IS NOT NULL
CALL (element) {
  SET element.sources = [element.source]
  REMOVE element.source
} IN TRANSACTIONS OF 5000 ROWS;

MATCH (:Element)-[connection]->(:Element) WHERE connection.source IS NOT NULL
CALL (connection) {
  SET connection.sources = [connection.source]
  REMOVE connection.source
} IN TRANSACTIONS OF 5000 ROWS;
