// Gives a key a new secret that holds as long as the present one was meant to; that one goes on for the time of grace.
// param   name: String!
// param   hash: String!      SHA-256 of the new secret, in hexadecimal
// param   grace: Int!        seconds that the present secret goes on working
// returns expires: String!   until when the new secret holds
MATCH (key:Internal {kind: 'ApiKey', name: $name}) WHERE key.revokedAt IS NULL
WITH key, datetime() AS now, datetime() + duration({seconds: $grace}) AS graced, key.expiresAt AS ends
SET key.earlierHash = key.hash,
    key.earlierUntil = CASE WHEN ends < graced THEN ends ELSE graced END,
    key.expiresAt = now + duration.inSeconds(key.issuedAt, ends),
    key.issuedAt = now,
    key.hash = $hash
RETURN toString(datetime.truncate('second', key.expiresAt)) AS expires;
