// What the database holds about migrations, in their order.
// returns version: Int!
// returns name: String!
// returns checksum: String!    SHA-256 of the file
// returns begun: String!
// returns ended: String        nothing while it is not finished
MATCH (migration:Internal {kind: 'Migration'}) WHERE migration.version IS NOT NULL
RETURN migration.version AS version, migration.name AS name, migration.checksum AS checksum,
       toString(migration.begun) AS begun, toString(migration.ended) AS ended
ORDER BY version;
