// Dead letters, the latest first.
// param   webhook: ID        of this webhook alone
// param   owner: String      of the webhooks of this key alone
// param   first: Int!
// returns letter: JSON!      what may be told of it
MATCH (letter:Internal {kind: 'WebhookDelivery'})
WHERE letter.id IS NOT NULL AND ($webhook IS NULL OR letter.webhook = $webhook)
MATCH (hook:Internal {kind: 'Webhook', id: letter.webhook}) WHERE $owner IS NULL OR hook.owner = $owner
WITH letter ORDER BY letter.at DESC, letter.id LIMIT $first
RETURN letter {.id, .webhook, .event, .attempts, .error, .sequence, .endSequence, .again,
               at: toString(datetime.truncate('second', letter.at))} AS letter;
