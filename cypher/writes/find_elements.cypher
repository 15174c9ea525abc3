// The elements of these ids as they stand: what an import compares its rows with.
// The index is named because an import plans its statements while the graph is still empty.
// param   ids: [ID!]!
// returns id: ID!
// returns labels: [String!]!
// returns properties: Map!
UNWIND $ids AS id
MATCH (element:Element {id: id}) USING INDEX SEEK element:Element(id)
RETURN id, labels(element) AS labels, properties(element) AS properties;
