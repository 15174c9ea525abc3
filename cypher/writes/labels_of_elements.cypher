// What elements are. What is not there is not told.
// The index is named because an import plans its statements while the graph is empty.
// param   ids: [ID!]!
// returns found: [Any!]!       id and labels of each
UNWIND $ids AS id
MATCH (element:Element {id: id}) USING INDEX SEEK element:Element(id)
RETURN collect([id, labels(element)]) AS found;
