// Gives up the claim of a process, so that another one need not wait until it runs out.
// param   owner: String!     the process
MATCH (lease:Internal {kind: 'WebhookLease', name: 'delivery', owner: $owner})
DELETE lease;
