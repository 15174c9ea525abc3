// The elements that not everybody may see; an import tells with each connection who may.
// returns hidden: [Any!]!    id and visibility of each
MATCH (element:Element) WHERE element.visibility IN ['members', 'private']
RETURN collect([element.id, element.visibility]) AS hidden;
