// Which elements answer for those that were merged into others.
// param   ids: [ID!]!
// returns id: ID!
// returns now: ID              null where that is not there any more
// returns visibility: String
UNWIND $ids AS id
MATCH (merged:Internal {kind: 'Merged', id: id})
OPTIONAL MATCH (element:Element {id: merged.now})
RETURN id, element.id AS now, element.visibility AS visibility;
