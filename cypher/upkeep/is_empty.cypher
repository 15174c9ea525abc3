// Whether nothing is in the database, ours or another's, but for what can come before a map.
// param   before: [String!]!   kinds of internal nodes that do not count
// returns empty: Boolean!
RETURN NOT EXISTS { MATCH (any) WHERE NOT any:Internal OR NOT any.kind IN $before } AS empty;
