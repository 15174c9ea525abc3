// Of ids that nothing has: those that were merged, each with the one that answers for it.
// param   ids: [ID!]!           ids, of elements or of what they were
// param   visible: [String!]!   visibilities of the elements to find
// returns id: ID!               an id that was merged
// returns now: ID!              the one of the element that it was merged into
UNWIND $ids AS id
MATCH (merged:Internal {kind: 'Merged', id: id})
MATCH (element:Element {id: merged.now}) WHERE coalesce(element.visibility, 'public') IN $visible
RETURN id, merged.now AS now;
