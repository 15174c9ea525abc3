// Who says something of an element and of its connections: the sources, with what is known of each.
// param   of: ID!                  the element
// param   most: Int!               how many connections at most
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to show
// param   refused: Boolean!        whether of rejected connections too
// returns said: [Any!]!            of each: label or null, type, start, end, what tells it apart, ids of its sources
// returns sources: [Any!]!         of each source that is an element: id, name, kind, licence, date
MATCH (element:Element {id: $of}) WHERE coalesce(element.visibility, 'public') IN $visible
WITH element, [[head([label IN labels(element) WHERE NOT label IN ['Element', 'Ally', 'Term']
                 AND NOT (label = 'Organization' AND element:Library)]), null, null, null, null, element.sources]] +
  COLLECT {
    MATCH (element)-[connection]-(other:Element)
    WHERE coalesce(other.visibility, 'public') IN $visible AND ($refused OR coalesce(connection.status, 'confirmed') <> 'rejected')
    WITH DISTINCT connection
    WITH connection ORDER BY type(connection), startNode(connection).id, endNode(connection).id, connection.parallel LIMIT $most
    RETURN [null, type(connection), startNode(connection).id, endNode(connection).id, toStringOrNull(connection.parallel), connection.sources]
  } AS said
RETURN said, COLLECT {
  UNWIND said AS each
  UNWIND coalesce(each[5], []) AS id
  WITH DISTINCT id
  MATCH (source:Source&Element {id: id}) WHERE coalesce(source.visibility, 'public') IN $visible
  RETURN [source.id, source.name, source.kind, source.licence, source.date]
} AS sources;
