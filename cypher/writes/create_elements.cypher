// Creates elements that do not exist yet. Labels come from the schema.
// Times travel as texts, which takes a fraction of the time. What a row holds is read before anything is set: read
// afterwards, Neo4j would gather all rows at each step.
// param   rows: [Any!]!        each a list: labels, properties, createdAt and updatedAt as texts or null
// param   at: String!          the time of the transaction, for elements that bring none
// returns created: Int!
WITH datetime($at) AS at
UNWIND $rows AS row
WITH row[0] AS labels, row[1] AS properties, {
  createdAt: coalesce(datetime(row[2]), at),
  updatedAt: coalesce(datetime(row[3]), at)
} AS times
CREATE (element:$(labels))
SET element = properties
SET element += times
RETURN count(*) AS created;
