// What a suggestion is about, as far as it exists.
// param   ids: [ID!]!          the asker, the topic, the partner
// returns found: [Any!]!       of each that exists: id, labels, visibility
UNWIND $ids AS id
MATCH (element:Element {id: id})
RETURN collect([element.id, labels(element), element.visibility]) AS found;
