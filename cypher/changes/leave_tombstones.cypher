// Leaves a tombstone of each deleted element that not everybody could see, so that its history stays hidden too.
// param   rows: [JSON!]!      each with id: ID!, visibility: String!
// returns tombstones: Int!
UNWIND $rows AS row
MERGE (tombstone:Gone {id: row.id})
SET tombstone.visibility = row.visibility
RETURN count(*) AS tombstones;
