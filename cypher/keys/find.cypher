// The key that a secret belongs to, be it its present secret or the one before; nothing where that has ended.
// param   hash: String!      SHA-256 of the secret, in hexadecimal
// returns name: String!
// returns role: String!
// returns library: ID
// returns seconds: Int!      for how long it still holds
// returns unnoted: String     today, where no use today is noted yet
CALL () {
  MATCH (key:Internal {kind: 'ApiKey', hash: $hash})
  RETURN key, key.expiresAt AS until
  UNION ALL
  MATCH (key:Internal {kind: 'ApiKey', earlierHash: $hash})
  RETURN key, key.earlierUntil AS until
}
WITH key, until WHERE until > datetime()
RETURN key.name AS name, key.role AS role, coalesce(head(COLLECT { MATCH (merged:Internal {kind: 'Merged', id: key.library}) RETURN merged.now }), key.library) AS library,
       duration.inSeconds(datetime(), until).seconds AS seconds,
       CASE WHEN coalesce(key.lastUsed < date(), true) THEN toString(date()) END AS unnoted;
