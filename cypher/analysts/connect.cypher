// Creates connections that do not exist yet, where both ends do. Types come from the schema.
// param   rows: [Any!]!        each a list: type, ids of both ends, properties
// returns created: Int!
UNWIND $rows AS row
MATCH (start:Element {id: row[1]}) USING INDEX SEEK start:Element(id)
MATCH (end:Element {id: row[2]}) USING INDEX SEEK end:Element(id)
CREATE (start)-[connection:$(row[0])]->(end)
SET connection = row[3]
RETURN count(*) AS created;
