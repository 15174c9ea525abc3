// Creates connections that do not exist yet between elements that do. Types come from the schema.
// The index is named because an import plans its statements while the graph is empty. An end that is missing fails.
// param   ids: [ID!]!          every end once
// param   rows: [Any!]!        each a list: type, start and end as numbers of ids from 0, properties
// returns created: Int!
WITH [id IN $ids | head(COLLECT {
  MATCH (element:Element {id: id}) USING INDEX SEEK element:Element(id)
  RETURN element
})] AS ends
UNWIND $rows AS row
WITH row, ends[row[1]] AS start, ends[row[2]] AS end
CREATE (start)-[connection:$(row[0])]->(end)
SET connection = row[3]
RETURN count(*) AS created;
