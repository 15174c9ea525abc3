// The ends of each row and the connection that already stands between them, if any.
// The index is named because an import plans its statements while the graph is still empty.
// param   rows: [Map!]!     each with type: String!, start: ID!, end: ID!, id: ID
// returns start: Map
// returns end: Map
// returns connection: ID
// returns properties: Map
UNWIND range(0, size($rows) - 1) AS number
WITH number, $rows[number] AS row
OPTIONAL MATCH (start:Element {id: row.start}) USING INDEX SEEK start:Element(id)
OPTIONAL MATCH (end:Element {id: row.end}) USING INDEX SEEK end:Element(id)
OPTIONAL MATCH (start)-[connection]->(end)
  WHERE type(connection) = row.type AND coalesce(connection.id, '') = coalesce(row.id, '')
WITH number, start, end, head(collect(connection)) AS connection
RETURN CASE WHEN start IS NOT NULL THEN {key: elementId(start), labels: labels(start)} END AS start,
       CASE WHEN end IS NOT NULL THEN {key: elementId(end), labels: labels(end)} END AS end,
       elementId(connection) AS connection, properties(connection) AS properties
ORDER BY number;
