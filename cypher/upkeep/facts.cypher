// What Neo4j is, and how much it holds.
// returns version: String!
// returns edition: String!
// returns elements: Int!
// returns connections: Int!
// returns milliseconds: Int!   its clock, since 1970
// returns old: Boolean!        whether the log is still where it was before the eighth migration
CALL dbms.components() YIELD name, versions, edition
WHERE name = 'Neo4j Kernel'
RETURN versions[0] AS version, edition, COUNT { (:Element) } AS elements, COUNT { (:Element)-->() } AS connections,
  timestamp() AS milliseconds, EXISTS { (:ChangeLog) } AS old;
