// Keeps where a webhook stands.
// param   id: ID!
// param   state: JSON!       properties that change; null ones are removed
// param   wait: Int          seconds until it is its turn again
// returns id: ID!
MATCH (hook:Internal {kind: 'Webhook', id: $id})
SET hook += $state, hook.triedAt = datetime(),
    hook.nextAt = CASE WHEN $wait IS NULL THEN null ELSE datetime() + duration({seconds: $wait}) END
RETURN hook.id AS id;
