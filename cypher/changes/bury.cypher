// Keeps in mind who could see an element that is deleted, so that its history stays hidden from the others.
// param   rows: [Map!]!     each with id: ID!, visibility: String!
// returns buried: Int!
UNWIND $rows AS row
MERGE (gone:Gone {id: row.id})
SET gone.visibility = row.visibility
RETURN count(*) AS buried;
