// New connections between elements that find_connections has seen. Types come from the schema.
// param   rows: [Map!]!     each with type: String!, start: String!, end: String! (Neo4j's own ids), properties: Map!
// returns created: Int!
UNWIND $rows AS row
MATCH (start) WHERE elementId(start) = row.start
MATCH (end) WHERE elementId(end) = row.end
CREATE (start)-[connection:$(row.type)]->(end)
SET connection = row.properties
RETURN count(*) AS created;
