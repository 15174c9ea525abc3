// Claims the delivery of webhooks for one process, or renews its claim; no row while another process holds it.
// param   owner: String!     the process
// param   seconds: Int!      for how long the claim holds
// returns owner: String!
MERGE (lease:Internal {kind: 'WebhookLease', name: 'delivery'})
// This locks it: of two that look at the same time, the second sees what the first has written.
SET lease.name = 'delivery'
WITH lease WHERE lease.owner = $owner OR coalesce(lease.until <= datetime.realtime(), true)
SET lease.owner = $owner, lease.until = datetime.realtime() + duration({seconds: $seconds})
RETURN lease.owner AS owner;
