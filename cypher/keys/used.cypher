// Notes that a key was used today.
// param   name: String!
// returns name: String!
MATCH (key:Internal {kind: 'ApiKey', name: $name})
SET key.lastUsed = date()
RETURN key.name AS name;
