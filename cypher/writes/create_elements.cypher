// Creates the elements that do not exist yet; tells those that do, as they stand, for the import to compare.
// Labels come from the schema. The index is named because an import plans its statements while the graph is empty.
// param   rows: [Map!]!         each with id: ID!, labels: [String!]!, properties: Map!
// returns standing: [Any!]!     id, labels, properties of each; without the times, which are never compared and slow
UNWIND $rows AS row
OPTIONAL MATCH (old:Element {id: row.id}) USING INDEX SEEK old:Element(id)
CALL (row, old) {
  WITH * WHERE old IS NULL
  CREATE (element:Element)
  SET element = {version: 1, createdAt: datetime(), updatedAt: datetime()}, element += row.properties,
      element:$(row.labels)
}
WITH row, old WHERE old IS NOT NULL
RETURN collect([old.id, labels(old), old {.*, createdAt: null, updatedAt: null}]) AS standing;
