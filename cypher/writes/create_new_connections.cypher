// Creates connections of which at least one end is so new that they cannot exist yet; tells those that do not fit.
// param   rows: [Any!]!        each a list: type, start, end, properties
// param   ends: Map!           by type, the pairs of labels that it may lead from and to
// returns misfits: [Any!]!     of each: which row from 0, and the labels of both ends, null for an end that is missing
UNWIND range(0, size($rows) - 1) AS number
WITH number, $rows[number] AS row
OPTIONAL MATCH (start:Element {id: row[1]}) USING INDEX SEEK start:Element(id)
OPTIONAL MATCH (end:Element {id: row[2]}) USING INDEX SEEK end:Element(id)
WITH number, row, start, end,
     coalesce(any(pair IN $ends[row[0]] WHERE pair[0] IN labels(start) AND pair[1] IN labels(end)), false) AS fits
CALL (row, start, end, fits) {
  WITH * WHERE fits
  CREATE (start)-[connection:$(row[0])]->(end)
  SET connection = row[3]
}
WITH * WHERE NOT fits
RETURN collect([number, labels(start), labels(end)]) AS misfits;
