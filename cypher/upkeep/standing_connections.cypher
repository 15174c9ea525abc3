// Every relationship that is not the service's own.
// returns connection: String!    Neo4j's own id
// returns type: String!
// returns start: String!         Neo4j's own id of its start
// returns end: String!
// returns properties: JSON!
MATCH (start)-[connection]->(end) WHERE NOT start:Internal AND NOT end:Internal
RETURN elementId(connection) AS connection, type(connection) AS type, elementId(start) AS start, elementId(end) AS end,
       properties(connection) AS properties;
