// Marks migrations as finished in a database that holds nothing: there are no data to migrate.
// param   chain: [JSON!]!    of each: version, name and checksum
// returns marked: Int!
WITH datetime.realtime() AS now WHERE NOT EXISTS { MATCH (any) }
UNWIND $chain AS each
MERGE (migration:Internal {kind: 'Migration', version: each.version})
ON CREATE SET migration.name = each.name, migration.checksum = each.checksum, migration.begun = now, migration.ended = now
RETURN count(*) AS marked;
