// library
MATCH (n0:Library:Element {id: $p0}) RETURN [[COLLECT { MATCH (n0)-[r1:RUNS]->(n1) WITH n1, r1 ORDER BY n1.name, n1.id, r1.id LIMIT $p1 RETURN [n1.id, [COLLECT { MATCH (n1)-[r2:ABOUT]->(n2) WITH n2, r2 ORDER BY n2.name, n2.id, r2.id LIMIT $p2 RETURN [n2.id] }]] }]]
