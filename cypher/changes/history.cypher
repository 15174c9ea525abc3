// Parts of the log that touch an element, the latest first. The full-text index is asked for the whole id: quoted for
// Lucene's query language, and with a no-break space for each blank, as `write` stores ids.
// param   id: ID!
// param   before: [Int!]!      only what is before this position: number of a change, number of a record in it
// param   parts: Int!          how many at most
// returns logPart: [Any!]!     properties of the change, number of the first record, records, ids that these touch
WITH 'touches:"' + replace(replace(replace($id, ' ', '\u00a0'), '\\', '\\\\'), '"', '\\"') + '"' AS logQuery
CALL db.index.fulltext.queryNodes('change_touches', logQuery) YIELD node AS logPart
WITH logPart WHERE logPart.sequence < $before[0] OR (logPart.sequence = $before[0] AND logPart.number < $before[1])
MATCH (logPart)-[:OF]->(logChange) WHERE logChange.status = 'applied' AND logChange.records IS NOT NULL
WITH logChange, logPart ORDER BY logPart.sequence DESC, logPart.number DESC LIMIT $parts
RETURN [logChange {.*, commands: null}, logPart.number, logPart.records, logPart.touches] AS logPart;
