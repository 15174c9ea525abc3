// Leaves a tombstone of each deleted element that not everybody could see, so that its history stays hidden too, also when
// another element gets its id.
// param   rows: [JSON!]!      each with id: ID!, visibility: String!
// param   sequence: Int!      number of the change that deletes them
// returns tombstones: Int!
UNWIND $rows AS row
MERGE (tombstone:Internal {kind: 'Gone', id: row.id})
SET tombstone.visibilities = coalesce(tombstone.visibilities, []) + row.visibility,
    tombstone.sequences = coalesce(tombstone.sequences, []) + $sequence
RETURN count(*) AS tombstones;
