// What is kept of all merged elements for which one answers, for an import to know their rows by.
// returns merged: [Any!]!       properties of each
MATCH (merged:Internal {kind: 'Merged'}) WHERE merged.id IS NOT NULL
MATCH (element:Element {id: merged.now}) USING INDEX SEEK element:Element(id)
RETURN collect(properties(merged)) AS merged;
