// Writes records of a change, and at its end who made it. A large change comes in several calls of one transaction.
// What a part touches are ids, one a line, with a no-break space for each blank in an id.
// param   sequence: Int!     its number, the one after the last
// param   at: String!        when
// param   change: JSON!       its properties; empty as long as records follow
// param   parts: [JSON!]!     each with number: Int!, last: Int!, touches: String!, types: [String!]!,
//                             sources: [ID!]!, records
// returns sequence: Int!
MATCH (log:Internal {kind: 'ChangeLog', name: 'changes'})
SET log.last = $sequence
MERGE (change:Internal {kind: 'Change', sequence: $sequence})
SET change += $change, change.at = datetime($at)
FOREACH (part IN $parts | CREATE (change)<-[:OF]-(:Internal {
  kind: 'ChangePart', sequence: $sequence, number: part.number, last: part.last, touches: part.touches, types: part.types,
  sources: part.sources, records: part.records
}))
RETURN change.sequence AS sequence;
