// Webhooks, the oldest first.
// param   owner: String      of this key alone
// returns hook: JSON!        what may be told of it: not its secrets
// returns letters: Int!      how many dead letters it has
// returns ended: Boolean!    whether the key that it belongs to has ended
MATCH (hook:Internal {kind: 'Webhook'}) WHERE hook.id IS NOT NULL AND ($owner IS NULL OR hook.owner = $owner)
RETURN hook {.id, .url, .event, .owner, .asker, .topic, .sequence, .attempts, .error, .disabled,
             createdAt: toString(datetime.truncate('second', hook.createdAt)),
             nextAt: CASE WHEN hook.nextAt IS NOT NULL THEN toString(datetime.truncate('second', hook.nextAt)) END} AS hook,
       COUNT { (:Internal {kind: 'WebhookDelivery', webhook: hook.id}) } AS letters,
       hook.owner <> 'operator' AND NOT EXISTS { (key:Internal {kind: 'ApiKey', name: hook.owner}) WHERE key.expiresAt > datetime() } AS ended
ORDER BY hook.createdAt, hook.id;
