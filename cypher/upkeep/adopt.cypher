// Brings nodes into the form of elements.
// param   rows: [JSON!]!     of each: node (Neo4j's own id), gone and come (labels), properties, created (a time or null)
// param   at: String!        the time of the transaction
// returns adopted: Int!
UNWIND $rows AS row
MATCH (node) WHERE elementId(node) = row.node
SET node = row.properties
SET node.createdAt = datetime(coalesce(row.created, $at)), node.updatedAt = datetime($at)
REMOVE node:$(row.gone)
SET node:$(row.come)
RETURN count(*) AS adopted;
