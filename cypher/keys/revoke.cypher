// Ends a key with all its secrets. Its name stays taken, for the log names it.
// param   name: String!
// returns name: String!
MATCH (key:Internal {kind: 'ApiKey', name: $name}) WHERE key.revokedAt IS NULL
SET key.revokedAt = datetime(), key.expiresAt = datetime()
REMOVE key.earlierHash, key.earlierUntil
RETURN key.name AS name;
