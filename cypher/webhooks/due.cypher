// Webhooks that something is to be done for, those first that have waited longest.
// param   most: Int!         how many at most
// param   busy: [ID!]!       those that are being dealt with
// returns hook: JSON!        its properties
// returns secrets: [String!]!   the present one, and the one before while it is honoured
// returns role: String       of the key that it belongs to, null where that has ended
// returns library: ID        of that key
// returns letter: JSON       a dead letter that is to be tried once more
MATCH (hook:Internal {kind: 'Webhook'})
WHERE hook.id IS NOT NULL AND hook.disabled IS NULL AND NOT hook.id IN $busy AND coalesce(hook.nextAt <= datetime(), true)
OPTIONAL MATCH (log:Internal {kind: 'ChangeLog', name: 'changes'})
WITH hook, coalesce(log.last, 0) AS last,
     head(COLLECT { MATCH (letter:Internal {kind: 'WebhookDelivery', webhook: hook.id}) WHERE letter.again RETURN letter {.*, at: null} }) AS letter
WHERE hook.sequence < last OR hook.more OR hook.pending IS NOT NULL OR letter IS NOT NULL
WITH hook, letter ORDER BY coalesce(hook.triedAt, hook.createdAt) LIMIT $most
OPTIONAL MATCH (key:Internal {kind: 'ApiKey', name: hook.owner}) WHERE key.expiresAt > datetime()
RETURN hook {.*, createdAt: null, nextAt: null, triedAt: null, earlierUntil: null} AS hook,
       CASE WHEN hook.earlierUntil > datetime() THEN [hook.secret, hook.earlierSecret] ELSE [hook.secret] END AS secrets,
       key.role AS role, key.library AS library, letter;
