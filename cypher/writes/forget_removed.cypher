// Forgets that people deleted something: undoing has brought it back.
// param   keys: [String!]!
// returns forgotten: Int!
UNWIND $keys AS key
MATCH (removed:Internal {kind: 'Removed', key: key})
DELETE removed
RETURN count(*) AS forgotten;
