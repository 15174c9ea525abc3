// Forgets that elements were merged: they are there again.
// param   ids: [ID!]!
// returns forgotten: Int!
UNWIND $ids AS id
MATCH (merged:Internal {kind: 'Merged', id: id})
DELETE merged
RETURN count(*) AS forgotten;
