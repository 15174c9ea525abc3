// Notes on which days keys were used last.
// param   uses: [JSON!]!      the name of each, and the day (ISO 8601)
// returns name: String!
UNWIND $uses AS use
MATCH (key:Internal {kind: 'ApiKey', name: use.name}) WHERE coalesce(key.lastUsed < date(use.day), true)
SET key.lastUsed = date(use.day)
RETURN key.name AS name;
