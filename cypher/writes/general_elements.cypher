// Elements of the general type that their maps call by a word.
// param   kind: String!      the word, in any case; empty where they have none
// returns id: ID!
MATCH (item:Item) WHERE toLower(coalesce(toStringOrNull(item.kind), "")) = toLower($kind)
RETURN item.id AS id ORDER BY id;
