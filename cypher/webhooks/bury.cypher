// Keeps what could not be delivered as a dead letter, or what came of trying it once more.
// param   id: ID!            of the message
// param   webhook: ID!
// param   letter: JSON!      its other properties
// returns id: ID!
MATCH (:Internal {kind: 'Webhook', id: $webhook})
MERGE (letter:Internal {kind: 'WebhookDelivery', id: $id})
ON CREATE SET letter.webhook = $webhook, letter.at = datetime()
SET letter += $letter
RETURN letter.id AS id;
