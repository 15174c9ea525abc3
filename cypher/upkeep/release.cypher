// Gives the lease on a migration back, which is not finished.
// param   version: Int!
// param   owner: String!       the process
MATCH (migration:Internal {kind: 'Migration', version: $version, owner: $owner})
REMOVE migration.owner, migration.leaseUntil;
