// Gives a webhook a new secret; what is sent is signed with the present one too for a time of grace.
// param   id: ID!
// param   owner: String      of this key alone
// param   secret: String!    the new one
// param   grace: Int!        seconds
// returns id: ID!
MATCH (hook:Internal {kind: 'Webhook', id: $id}) WHERE $owner IS NULL OR hook.owner = $owner
SET hook.earlierSecret = hook.secret, hook.earlierUntil = datetime() + duration({seconds: $grace}), hook.secret = $secret
RETURN hook.id AS id;
