// General connections that their maps call by a word.
// param   kind: String!      the word, in any case; empty where they have none
// returns start: ID!
// returns end: ID!
// returns parallel: String
MATCH (start:Element)-[connection:RELATED_TO]->(end:Element) WHERE toLower(coalesce(toStringOrNull(connection.kind), "")) = toLower($kind)
RETURN start.id AS start, end.id AS end, toStringOrNull(connection.parallel) AS parallel ORDER BY start, end, parallel;
