// Elements that become of another type. Labels come from the schema.
// param   rows: [JSON!]!      each with id: ID!, gone: [String!]!, come: [String!]!
// returns relabelled: Int!
UNWIND $rows AS row
MATCH (element:Element {id: row.id}) USING INDEX SEEK element:Element(id)
REMOVE element:$(row.gone)
SET element:$(row.come)
RETURN count(*) AS relabelled;
