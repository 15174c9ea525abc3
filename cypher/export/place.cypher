// A place, the places in it, and what is in any of them.
// param   of: ID!               the place
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to show
// returns id: ID!               of an element
MATCH (inner:Place)
WHERE coalesce(inner.visibility, 'public') IN $visible AND any(seen IN $visible WHERE seen + ' ' + $of IN inner.around)
CALL (inner) {
  RETURN inner AS element
  UNION
  MATCH (inner)<-[seat:LOCATED_IN]-(element:Element)
  WHERE coalesce(element.visibility, 'public') IN $visible AND coalesce(seat.status, 'confirmed') = 'confirmed'
  RETURN element
}
RETURN DISTINCT element.id AS id;
