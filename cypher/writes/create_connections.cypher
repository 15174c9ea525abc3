// Creates connections that do not exist yet between elements that do. Types come from the schema.
// The indexes are named because an import plans its statements while the graph is empty.
// param   rows: [Any!]!        each a list: type, start, end, properties
// returns created: Int!
UNWIND $rows AS row
MATCH (start:Element {id: row[1]}) USING INDEX SEEK start:Element(id)
MATCH (end:Element {id: row[2]}) USING INDEX SEEK end:Element(id)
CREATE (start)-[connection:$(row[0])]->(end)
SET connection = row[3]
RETURN count(*) AS created;
