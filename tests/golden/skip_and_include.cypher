// library
MATCH (n0:Library:Element {id: $p0}) RETURN [n0.id, [COLLECT { MATCH (n0)-[r1:SERVES]->(n1) WITH n1, r1 ORDER BY n1.name, n1.id, r1.id LIMIT $p1 RETURN [] }]]
