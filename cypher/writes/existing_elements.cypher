// Elements as they stand, for an import to compare. What is not there is not told.
// The index is named because an import plans its statements while the graph is empty.
// param   ids: [ID!]!
// returns standing: [Any!]!    id, labels, properties of each; without the times, which are never compared and slow
UNWIND $ids AS id
MATCH (element:Element {id: id}) USING INDEX SEEK element:Element(id)
RETURN collect([id, labels(element), element {.*, createdAt: null, updatedAt: null}]) AS standing;
