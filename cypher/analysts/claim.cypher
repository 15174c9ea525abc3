// Claims the care for a twin for one process, or renews its claim; no row while another process holds it.
// param   owner: String!     the process
// param   seconds: Int!      for how long the claim holds
// returns owner: String!
MERGE (twin:Internal {kind: 'Twin', name: 'twin'})
// This locks it: of two that look at the same time, the second sees what the first has written.
SET twin.name = 'twin'
WITH twin WHERE twin.owner = $owner OR coalesce(twin.until <= datetime.realtime(), true)
SET twin.owner = $owner, twin.until = datetime.realtime() + duration({seconds: $seconds})
RETURN twin.owner AS owner;
