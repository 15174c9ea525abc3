// Deletes a dead letter that was delivered in the end.
// param   id: ID!            of the message
// returns id: ID!
MATCH (letter:Internal {kind: 'WebhookDelivery', id: $id})
DELETE letter
RETURN $id AS id;
