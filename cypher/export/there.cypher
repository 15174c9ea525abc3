// Which of some ids are of elements that may be shown.
// param   ids: [ID!]!           the ids
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to show
// returns id: ID!               of an element
UNWIND $ids AS id
MATCH (element:Element {id: id}) WHERE coalesce(element.visibility, 'public') IN $visible
RETURN element.id AS id;
