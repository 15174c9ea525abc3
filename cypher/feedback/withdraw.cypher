// Forgets what was said about a suggestion, with all that was said before; the log alone still tells it.
// param   key: String!          asker, topic and partner in one text
// returns changed: Boolean!     false where nothing was said
OPTIONAL MATCH (suggestion:Internal {kind: 'Suggestion', key: $key})
DETACH DELETE suggestion
RETURN count(suggestion) > 0 AS changed;
