// What connects some elements with each other.
// param   ids: [ID!]!           the elements
// returns source: ID!           where a connection begins
// returns target: ID!           where it ends
UNWIND $ids AS id
MATCH (source:Element {id: id})-[connection]->(target:Element)
WHERE target.id IN $ids AND coalesce(connection.status, 'confirmed') <> 'rejected'
RETURN source.id AS source, target.id AS target;
