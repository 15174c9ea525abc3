// What a batch of commands is about, as it stands. The path of length one can only be walked, here from the end with fewer
// connections: to look from a place of thousands, for each of these, takes all the memory that a statement may have.
// param   ids: [ID!]!          elements that are named
// param   pairs: [JSON!]!       connections that are named: type: String!, start: ID!, end: ID!
// param   whole: [ID!]!        elements of which every connection is wanted
// returns elements: [Any!]!    labels and properties of each element that exists
// returns connections: [Any!]! type, ids of the ends, Neo4j's own id, properties, visibilities of the ends
RETURN COLLECT {
  UNWIND $ids AS id
  MATCH (element:Element {id: id}) USING INDEX SEEK element:Element(id)
  // Times as texts: made of numbers, they take half of the time that the client needs for an element.
  RETURN [labels(element), element {.*,
    createdAt: head([t IN [element.createdAt] WHERE t IS :: ZONED DATETIME NOT NULL | toString(datetime.truncate('microsecond', t))]),
    updatedAt: head([t IN [element.updatedAt] WHERE t IS :: ZONED DATETIME NOT NULL | toString(datetime.truncate('microsecond', t))])
  }]
} AS elements, COLLECT {
  UNWIND $pairs AS pair
  MATCH (start:Element {id: pair.start}) USING INDEX SEEK start:Element(id)
  MATCH (end:Element {id: pair.end}) USING INDEX SEEK end:Element(id)
  WITH pair, CASE WHEN COUNT { (start)--() } <= COUNT { (end)--() } THEN [start, end] ELSE [end, start] END AS ends
  WITH pair, ends[0] AS near, ends[1] AS far
  MATCH (near)-[path]-{1}(far) WHERE type(path[0]) = pair.type
  WITH path[0] AS connection
  RETURN [type(connection), startNode(connection).id, endNode(connection).id, elementId(connection),
          properties(connection), startNode(connection).visibility, endNode(connection).visibility]
} + COLLECT {
  UNWIND $whole AS id
  MATCH (element:Element {id: id}) USING INDEX SEEK element:Element(id)
  MATCH (element)-[connection]-(:Element)
  WITH DISTINCT connection
  RETURN [type(connection), startNode(connection).id, endNode(connection).id, elementId(connection),
          properties(connection), startNode(connection).visibility, endNode(connection).visibility]
} AS connections;
