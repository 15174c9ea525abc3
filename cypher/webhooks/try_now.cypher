// Has a webhook tried at once, and its patience begin anew; it goes on, if it was disabled.
// param   id: ID!
// param   owner: String      of this key alone
// returns id: ID!
MATCH (hook:Internal {kind: 'Webhook', id: $id}) WHERE $owner IS NULL OR hook.owner = $owner
SET hook.attempts = 0, hook.letters = 0
REMOVE hook.disabled, hook.nextAt
RETURN hook.id AS id;
