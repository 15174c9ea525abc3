// What is kept of all merged elements for which one answers, for an import to know their rows by.
// returns merged: [Any!]!       of each: its properties, and the labels of the one that answers for it
MATCH (merged:Internal {kind: 'Merged'}) WHERE merged.id IS NOT NULL
MATCH (element:Element {id: merged.now}) USING INDEX SEEK element:Element(id)
RETURN collect([properties(merged), labels(element)]) AS merged;
