// organizations
RETURN [COLLECT { MATCH (n0:Organization) WHERE n0.name IS NOT NULL WITH n0 ORDER BY n0.name, n0.id LIMIT $p0 RETURN [n0.id, n0.kind, [COUNT { (n0)<-[:SHOWS]-() }]] }, COUNT { (n0:Organization) }]
