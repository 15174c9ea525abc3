// Forgets where a source said something else than a person, for it does not any more.
// param   keys: [String!]!
// returns ended: Int!        how many there were
MATCH (mismatch:Internal {kind: 'Mismatch'}) WHERE mismatch.key IN $keys
DETACH DELETE mismatch
RETURN count(*) AS ended;
