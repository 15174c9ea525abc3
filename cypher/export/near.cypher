// What is one step away from some elements. Maps show everything and lead nowhere; what was refused leads nowhere either.
// param   ids: [ID!]!           the elements
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to show
// returns id: ID!               of an element
UNWIND $ids AS id
MATCH (element:Element {id: id})-[connection]-(near:Element)
WHERE coalesce(near.visibility, 'public') IN $visible AND NOT near:Map
  AND coalesce(connection.status, 'confirmed') <> 'rejected'
RETURN DISTINCT near.id AS id;
