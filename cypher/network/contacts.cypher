// What is public of some elements beside what the ranking keeps in memory.
// param   ids: [ID!]!      which elements
// returns id: ID!          the id of one that has any of it
// returns url: String      its web address
// returns source: String   where what is known of it comes from
UNWIND $ids AS id
MATCH (element:Element {id: id})
WHERE element.url IS NOT NULL OR element.source IS NOT NULL
RETURN element.id AS id, element.url AS url, element.source AS source;
