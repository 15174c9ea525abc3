// Clears values that only one element may have, before another one of the same batch gets them.
// param   rows: [JSON!]!     each with id: ID!, properties: JSON!
// returns released: Int!
UNWIND $rows AS row
MATCH (element:Element {id: row.id}) USING INDEX SEEK element:Element(id)
SET element += row.properties
RETURN count(*) AS released;
