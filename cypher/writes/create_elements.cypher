// New elements. Labels come from the schema, ids are known to be free.
// param   rows: [Map!]!     each with labels: [String!]!, properties: Map!
// returns created: Int!
UNWIND $rows AS row
CREATE (element:Element)
SET element:$(row.labels), element = row.properties, element.version = coalesce(row.properties.version, 1),
    element.createdAt = coalesce(row.properties.createdAt, datetime()),
    element.updatedAt = coalesce(row.properties.updatedAt, datetime())
RETURN count(*) AS created;
