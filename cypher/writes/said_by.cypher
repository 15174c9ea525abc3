// What names a source, alone or with others.
// param   source: ID!
// returns elements: [Any!]!      id and labels of each
// returns connections: [Any!]!   type, ends and what tells it apart of each
RETURN COLLECT {
  MATCH (element:Element) WHERE $source IN element.sources
  RETURN [element.id, labels(element)]
} AS elements, COLLECT {
  MATCH (start:Element)-[connection]->(end:Element) WHERE $source IN connection.sources
  RETURN [type(connection), start.id, end.id, toStringOrNull(connection.parallel)]
} AS connections;
