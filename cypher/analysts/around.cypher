// All connections of some elements to what may be shown.
// param   ids: [ID!]!            the elements
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to show
// returns connections: [Any!]!   of each: type, ids of both ends, properties
UNWIND $ids AS id
MATCH (element:Element {id: id}) USING INDEX SEEK element:Element(id)
MATCH (element)-[connection]-(other:Element)
WHERE coalesce(other.visibility, 'public') IN $visible AND coalesce(connection.status, 'confirmed') <> 'rejected'
WITH DISTINCT connection
RETURN collect([type(connection), startNode(connection).id, endNode(connection).id, properties(connection)]) AS connections;
