// Creates elements that do not exist yet. Labels come from the schema.
// Times travel as texts, which takes a fraction of the time.
// param   rows: [Map!]!        each with labels: [String!]!, properties: Map!, createdAt: String, updatedAt: String
// param   at: String!          the time of the transaction, for elements that bring none
// returns created: Int!
WITH datetime($at) AS at
UNWIND $rows AS row
CREATE (element:$(row.labels))
SET element = row.properties
SET element += {
  createdAt: coalesce(datetime(row.createdAt), at),
  updatedAt: coalesce(datetime(row.updatedAt), at)
}
RETURN count(*) AS created;
