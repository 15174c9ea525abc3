// Writes records of a change, and at its end who made it. A large change comes in several calls of one transaction.
// param   sequence: Int!     its number, the one after the last
// param   at: String!        when
// param   change: Map!       its properties; empty as long as records follow
// param   parts: [Map!]!     each with number: Int!, last: Int!, touches: [ID!]!, records
// returns sequence: Int!
MATCH (log:ChangeLog {name: 'changes'})
SET log.last = $sequence
MERGE (change:Change {sequence: $sequence})
SET change += $change, change.at = datetime($at)
FOREACH (part IN $parts | CREATE (change)<-[:OF]-(:ChangePart {
  sequence: $sequence, number: part.number, last: part.last, touches: part.touches, records: part.records
}))
RETURN change.sequence AS sequence;
