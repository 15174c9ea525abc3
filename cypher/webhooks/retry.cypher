// Has a dead letter tried once more, soon; its webhook goes on, if it was disabled.
// param   id: ID!            of the message
// param   owner: String      of the webhooks of this key alone
// returns id: ID!
MATCH (letter:Internal {kind: 'WebhookDelivery', id: $id})
MATCH (hook:Internal {kind: 'Webhook', id: letter.webhook}) WHERE $owner IS NULL OR hook.owner = $owner
SET letter.again = true, hook.letters = 0
REMOVE hook.disabled, hook.nextAt
RETURN letter.id AS id;
