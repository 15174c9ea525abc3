// What became of proposals since a time.
// param   since: String!    only what was decided from then on
// returns answer: JSON!     sequence of the proposal, status, answeredBy, answer
// returns at: String!       when
MATCH (change:Internal {kind: 'Change'}) USING INDEX change:Internal(kind, status)
WHERE change.status IN ['accepted', 'rejected', 'withdrawn', 'replaced'] AND change.answeredAt >= datetime($since)
RETURN change {.sequence, .status, .answeredBy, .answer} AS answer, toString(change.answeredAt) AS at
ORDER BY change.answeredAt, change.sequence;
