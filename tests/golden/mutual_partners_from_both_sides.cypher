// library
MATCH (n0:Library&Element {id: $p0}) WHERE coalesce(n0.visibility, 'public') IN $visible RETURN [[COLLECT { MATCH (n0)-[r1:PARTNERS_WITH]-(n1) WHERE coalesce(n1.visibility, 'public') IN $visible WITH n1, r1 ORDER BY n1.sortKey, coalesce(r1.parallel, '') LIMIT $p0_size RETURN [r1.parallel, r1.kinds, r1.note, [n1.id]] }, COUNT { (n0)-[r1:PARTNERS_WITH]-(n1) WHERE coalesce(n1.visibility, 'public') IN $visible }]]

// organization
MATCH (n0:Organization&Element {id: $p0}) WHERE coalesce(n0.visibility, 'public') IN $visible RETURN [[COLLECT { MATCH (n0)-[r1:PARTNERS_WITH]-(n1) WHERE coalesce(n1.visibility, 'public') IN $visible WITH n1, r1 ORDER BY n1.sortKey, coalesce(r1.parallel, '') LIMIT $p0_size RETURN [r1.parallel, r1.kinds, r1.note, [n1.id]] }, COUNT { (n0)-[r1:PARTNERS_WITH]-(n1) WHERE coalesce(n1.visibility, 'public') IN $visible }]]
