// All keys, those that were revoked too, by name.
// returns name: String!
// returns role: String!
// returns library: ID
// returns state: String!     active, expired or revoked
// returns createdAt: String!
// returns expiresAt: String!
// returns earlierUntil: String   until when the secret before the present one goes on working
// returns lastUsed: String   the last day on which it was used
MATCH (key:Internal {kind: 'ApiKey'}) WHERE key.name IS NOT NULL
RETURN key.name AS name, key.role AS role,
       coalesce(head(COLLECT { MATCH (merged:Internal {kind: 'Merged', id: key.library}) RETURN merged.now }), key.library) AS library,
       CASE WHEN key.revokedAt IS NOT NULL THEN 'revoked' WHEN key.expiresAt > datetime() THEN 'active' ELSE 'expired' END AS state,
       toString(datetime.truncate('second', key.createdAt)) AS createdAt,
       toString(datetime.truncate('second', key.expiresAt)) AS expiresAt,
       CASE WHEN key.earlierUntil > datetime() THEN toString(datetime.truncate('second', key.earlierUntil)) END AS earlierUntil,
       toString(key.lastUsed) AS lastUsed
ORDER BY name;
