// Changed connections: given properties replace the old ones, null clears, the others stay.
// param   rows: [JSON!]!     each with connection: String! (Neo4j's own id), properties: JSON!
// returns updated: Int!
UNWIND $rows AS row
MATCH ()-[connection]->() WHERE elementId(connection) = row.connection
SET connection += row.properties
RETURN count(*) AS updated;
