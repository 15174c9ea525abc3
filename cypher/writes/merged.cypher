// What is kept of merged elements: of those with these ids, and of all that one of these elements answers for.
// param   ids: [ID!]!
// param   now: [ID!]!
// returns merged: [Any!]!       properties of each
CALL () {
  UNWIND $ids AS id MATCH (merged:Internal {kind: 'Merged', id: id}) RETURN merged
  UNION
  UNWIND $now AS now MATCH (merged:Internal {kind: 'Merged', now: now}) RETURN merged
}
RETURN collect(properties(merged)) AS merged;
