// What people have said of pairs of elements: that they are not the same (rejected), or may be (proposed).
// returns pairs: [Any!]!        ids of both, the lesser first, and the status
MATCH (one:Element)-[said:SAME_AS]->(other:Element)
RETURN collect(CASE WHEN one.id < other.id THEN [one.id, other.id, coalesce(said.status, 'confirmed')]
  ELSE [other.id, one.id, coalesce(said.status, 'confirmed')] END) AS pairs;
