// Forgets the merges of elements whose id another element has got since, for nothing answered for it any more.
// returns forgotten: Int!
MATCH (merged:Internal {kind: 'Merged'}) WHERE merged.id IS NOT NULL
MATCH (element:Element {id: merged.id}) USING INDEX SEEK element:Element(id)
DELETE merged
RETURN count(*) AS forgotten;
