// Changed elements: given properties replace the old ones, null clears, the others stay.
// The index is named because an import plans its statements while the graph is empty.
// param   rows: [JSON!]!     each with id: ID!, properties: JSON!
// param   at: String!          the time of the transaction
// returns updated: Int!
UNWIND $rows AS row
MATCH (element:Element {id: row.id}) USING INDEX SEEK element:Element(id)
SET element += row.properties, element.version = coalesce(head([v IN [element.version] WHERE v < 2147483647 | toInteger(v)]), 0) + 1, element.updatedAt = datetime($at)
RETURN count(*) AS updated;
