// Marks a migration as finished, if the process holds its lease.
// param   version: Int!
// param   owner: String!       the process
MATCH (migration:Internal {kind: 'Migration', version: $version, owner: $owner})
SET migration.ended = datetime.realtime()
REMOVE migration.owner, migration.leaseUntil;
