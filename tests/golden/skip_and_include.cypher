// library
MATCH (n0:Library&Element {id: $p0}) WHERE coalesce(n0.visibility, 'public') IN $visible RETURN [n0.id, [COLLECT { MATCH (n0)-[r1:SERVES]->(n1) WHERE coalesce(n1.visibility, 'public') IN $visible WITH n1, r1 ORDER BY n1.sortKey, coalesce(r1.parallel, '') LIMIT $p0_size RETURN [] }]]
