// Parts of changes that touch an element, the latest first.
// param   query: String!      the id, quoted for the full-text index
// param   sequence: Int!      only what is before this position
// param   number: Int!
// param   statuses: [String!]!   of the changes that are wanted
// param   parts: Int!         how many at most
// returns change: Map!
// returns number: Int!        number of the first record of the part
// returns records: Any!
CALL db.index.fulltext.queryNodes('change_touches', $query) YIELD node AS part
WITH part WHERE part.sequence < $sequence OR (part.sequence = $sequence AND part.number < $number)
MATCH (part)-[:OF]->(change:Change) WHERE change.status IN $statuses AND change.records IS NOT NULL
WITH change, part ORDER BY part.sequence DESC, part.number DESC LIMIT $parts
RETURN change {.*, commands: null} AS change, part.number AS number, part.records AS records;
