// Makes a webhook, unless its owner has as many as one may.
// param   owner: String!     name of the key that it belongs to
// param   most: Int!         webhooks that one key may have
// param   hook: JSON!        its other properties
// returns id: ID!
OPTIONAL MATCH (other:Internal {kind: 'Webhook', owner: $owner})
WITH count(other) AS others WHERE others < $most
CREATE (hook:Internal {kind: 'Webhook', owner: $owner, createdAt: datetime()})
SET hook += $hook
RETURN hook.id AS id;
