// library
MATCH (n0:Library:Element {id: $p0}) RETURN [[COLLECT { MATCH (n0)-[r1:PARTNERS_WITH]-(n1) WITH n1, r1 ORDER BY n1.name, n1.id, r1.id LIMIT $p1 RETURN [r1.id, r1.kinds, r1.note, [n1.id]] }, COUNT { (n0)-[:PARTNERS_WITH]-() }]]

// organization
MATCH (n0:Organization:Element {id: $p0}) RETURN [[COLLECT { MATCH (n0)-[r1:PARTNERS_WITH]-(n1) WITH n1, r1 ORDER BY n1.name, n1.id, r1.id LIMIT $p1 RETURN [r1.id, r1.kinds, r1.note, [n1.id]] }, COUNT { (n0)-[:PARTNERS_WITH]-() }]]
