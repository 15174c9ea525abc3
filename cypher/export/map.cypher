// The map and what it shows.
// param   of: ID!               the map
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to show
// returns id: ID!               of an element
MATCH (map:Map {id: $of}) WHERE coalesce(map.visibility, 'public') IN $visible
CALL (map) {
  RETURN map AS element
  UNION
  MATCH (map)-[:SHOWS]->(element:Element) WHERE coalesce(element.visibility, 'public') IN $visible
  RETURN element
}
RETURN DISTINCT element.id AS id;
