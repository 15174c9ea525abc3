// Deletes a webhook with its dead letters.
// param   id: ID!
// param   owner: String      of this key alone
// returns id: ID!
MATCH (hook:Internal {kind: 'Webhook', id: $id}) WHERE $owner IS NULL OR hook.owner = $owner
OPTIONAL MATCH (letter:Internal {kind: 'WebhookDelivery', webhook: $id})
WITH hook, collect(letter) AS letters
FOREACH (letter IN letters | DELETE letter)
DELETE hook
RETURN $id AS id;
