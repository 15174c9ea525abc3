// Which connections of these types exist between these ends, as they stand: those with the ids, and parallel ones.
// An import plans its statements while the graph is still empty, when reading all of it looks cheap. Hence the named
// indexes, and the path of length one, which can only be walked: from the end with fewer connections.
// param   rows: [Any!]!        each a list: type, start, end
// param   mutual: [String!]!   the types of which one connection counts for both directions
// returns standing: [Any!]!    of each: which row from 0, Neo4j's own id, properties
UNWIND range(0, size($rows) - 1) AS number
WITH number, $rows[number] AS row
MATCH (start:Element {id: row[1]}) USING INDEX SEEK start:Element(id)
MATCH (end:Element {id: row[2]}) USING INDEX SEEK end:Element(id)
WITH number, row, start,
     CASE WHEN COUNT { (start)--() } <= COUNT { (end)--() } THEN [start, end] ELSE [end, start] END AS ends
WITH number, row, start, ends[0] AS near, ends[1] AS far
MATCH (near)-[path]-{1}(far)
  WHERE type(path[0]) = row[0] AND (startNode(path[0]) = start OR row[0] IN $mutual)
WITH number, path[0] AS connection
RETURN collect([number, elementId(connection), properties(connection)]) AS standing;
