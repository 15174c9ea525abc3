// organizations
RETURN [COLLECT { MATCH (n0:Organization) WHERE n0.sortKey IS NOT NULL AND coalesce(n0.visibility, 'public') IN $visible WITH n0 ORDER BY n0.sortKey LIMIT $p0_size RETURN [n0.id, n0.kind, [COUNT { (n0)<-[r1:SHOWS]-(n1) WHERE coalesce(n1.visibility, 'public') IN $visible }]] }, COUNT { (n0:Organization) } - COUNT { (n0:Organization) WHERE n0.visibility IN $hidden }]
