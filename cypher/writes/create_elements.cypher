// Creates the elements that do not exist yet; tells those that do, as they stand, for the import to compare.
// Labels come from the schema. The index is named because an import plans its statements while the graph is empty.
// All properties are set at once, and times travel as texts: both take a fraction of the time.
// param   rows: [Map!]!         each with id: ID!, labels: [String!]!, properties: Map!
// param   at: String!           the time of the transaction
// returns standing: [Any!]!     id, labels, properties of each; without the times, which are never compared and slow
WITH datetime($at) AS at
UNWIND $rows AS row
OPTIONAL MATCH (old:Element {id: row.id}) USING INDEX SEEK old:Element(id)
WITH at, row, old, row.properties AS given
CALL (at, row, old, given) {
  WITH * WHERE old IS NULL
  CREATE (element:$(row.labels))
  SET element = given {.*,
    version: coalesce(given.version, 1),
    createdAt: coalesce(datetime(given.createdAt), at),
    updatedAt: coalesce(datetime(given.updatedAt), at)
  }
}
WITH row, old WHERE old IS NOT NULL
RETURN collect([old.id, labels(old), old {.*, createdAt: null, updatedAt: null}]) AS standing;
