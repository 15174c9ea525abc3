// Deletes elements, with what is left of their connections.
// param   ids: [ID!]!
// returns deleted: Int!
UNWIND $ids AS id
MATCH (element:Element {id: id}) USING INDEX SEEK element:Element(id)
DETACH DELETE element
RETURN count(*) AS deleted;
