// Says who is wrong where a source and a person differ.
// param   key: ID!
// param   verdict: String!
// param   note: String
// param   by: String!
// returns settled: Int!
MATCH (mismatch:Internal {kind: 'Mismatch', key: $key})
SET mismatch.verdict = $verdict, mismatch.note = $note, mismatch.by = $by
RETURN count(*) AS settled;
