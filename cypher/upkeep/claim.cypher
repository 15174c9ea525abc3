// Claims a migration for one process, unless it is finished or another process holds its lease.
// param   version: Int!
// param   name: String!
// param   checksum: String!    SHA-256 of the file
// param   owner: String!       the process
// param   seconds: Float!      for how long the lease holds
// returns mine: Boolean!       whether this process holds it now
// returns finished: Boolean!
MERGE (migration:Internal {kind: 'Migration', version: $version})
// This locks it: of two that look at the same time, the second sees what the first has written.
SET migration.version = $version
WITH migration, datetime.realtime() AS now
WITH migration, now, migration.ended IS NULL AND coalesce(migration.leaseUntil <= now, true) AS mine
SET migration += CASE WHEN mine THEN {
  name: $name, checksum: $checksum, begun: coalesce(migration.begun, now),
  owner: $owner, leaseUntil: now + duration({seconds: $seconds})
} ELSE {} END
RETURN mine, migration.ended IS NOT NULL AS finished;
