// library
MATCH (n0:Library:Element {id: $p0}) RETURN [[COLLECT { MATCH (n0)-[r1:RUNS]->(n1) WITH n1, r1 ORDER BY n1.name, n1.id, r1.id LIMIT $p1 RETURN [[0, r1.since, r1.status, r1.note, [n1.id]], [n1.name]] }, COUNT { (n0)-[:RUNS]->() }]]
