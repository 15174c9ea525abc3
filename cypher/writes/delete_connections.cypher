// Deletes connections.
// param   connections: [String!]!    Neo4j's own ids
// returns deleted: Int!
UNWIND $connections AS id
MATCH ()-[connection]->() WHERE elementId(connection) = id
DELETE connection
RETURN count(*) AS deleted;
