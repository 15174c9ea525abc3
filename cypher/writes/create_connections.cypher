// Creates the connections that do not exist yet; tells those that do, as they stand, and those that do not fit.
// An import plans its statements while the graph is still empty, when reading all of it looks cheap. Hence the named
// indexes, and the path of length one, which can only be walked: from the end with fewer connections.
// param   rows: [Map!]!        each with type: String!, start: ID!, end: ID!, id: ID, properties: Map!
// param   ends: Map!           by type, the pairs of labels that it may lead from and to
// param   mutual: [String!]!   the types of which one connection counts for both directions
// returns standing: [Any!]!    of each: which row from 0, Neo4j's own id, properties, and the labels of both ends
//         where they do not fit, null for an end that is missing
UNWIND range(0, size($rows) - 1) AS number
WITH number, $rows[number] AS row
OPTIONAL MATCH (start:Element {id: row.start}) USING INDEX SEEK start:Element(id)
OPTIONAL MATCH (end:Element {id: row.end}) USING INDEX SEEK end:Element(id)
WITH number, row, start, end,
     CASE WHEN COUNT { (start)--() } <= COUNT { (end)--() } THEN [start, end] ELSE [end, start] END AS ends
WITH number, row, start, end, ends[0] AS near, ends[1] AS far
OPTIONAL MATCH (near)-[path]-{1}(far)
  WHERE type(path[0]) = row.type AND (startNode(path[0]) = start OR row.type IN $mutual)
    AND coalesce(path[0].id, '') = coalesce(row.id, '')
WITH number, row, start, end, head(collect(path[0])) AS old
WITH *, coalesce(any(pair IN $ends[row.type] WHERE pair[0] IN labels(start) AND pair[1] IN labels(end)), false) AS fits
CALL (row, start, end, old, fits) {
  WITH * WHERE old IS NULL AND fits
  CREATE (start)-[connection:$(row.type)]->(end)
  SET connection = row.properties
}
WITH * WHERE old IS NOT NULL OR NOT fits
RETURN collect([number, elementId(old), properties(old),
                CASE WHEN NOT fits THEN [labels(start), labels(end)] END]) AS standing;
