// Every node that is not the service's own, well formed or not.
// returns node: String!        Neo4j's own id
// returns labels: [String!]!
// returns properties: JSON!    without the times
// returns created: String      when it was created, as a text
// returns dated: Boolean!      whether it has both times
MATCH (node) WHERE NOT node:Internal
RETURN elementId(node) AS node, labels(node) AS labels, node {.*, createdAt: null, updatedAt: null} AS properties,
       toStringOrNull(node.createdAt) AS created, node.createdAt IS :: ZONED DATETIME NOT NULL AND node.updatedAt IS :: ZONED DATETIME NOT NULL AS dated;
