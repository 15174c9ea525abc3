// What is public of some elements beside what the ranking keeps in memory.
// param   ids: [ID!]!      which elements
// returns id: ID!          the id of one that has any of it
// returns url: String      its web address
// returns source: String   the name of the nearest source of what is known of it
UNWIND $ids AS id
MATCH (element:Element {id: id})
WHERE element.url IS NOT NULL OR element.sources IS NOT NULL
OPTIONAL MATCH (source:Source&Element {id: ([] + element.sources)[0]}) WHERE coalesce(source.visibility, 'public') = 'public'
RETURN element.id AS id, element.url AS url, coalesce(source.name, ([] + element.sources)[0]) AS source;
