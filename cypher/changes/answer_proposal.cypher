// Says what became of a proposal.
// param   sequence: Int!
// param   at: String!        when
// param   answer: JSON!       status, answeredBy, answer
// returns sequence: Int!
MATCH (change:Internal {kind: 'Change', sequence: $sequence})
SET change += $answer, change.answeredAt = datetime($at)
RETURN change.sequence AS sequence;
