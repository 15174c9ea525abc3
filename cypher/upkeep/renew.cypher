// Renews the lease on a migration; no row when another process has it.
// param   version: Int!
// param   owner: String!       the process
// param   seconds: Float!      for how long the lease holds from now
// returns held: Boolean!
MATCH (migration:Internal {kind: 'Migration', version: $version, owner: $owner})
SET migration.leaseUntil = datetime.realtime() + duration({seconds: $seconds})
RETURN true AS held;
