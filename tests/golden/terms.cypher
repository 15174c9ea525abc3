// topic
MATCH (n0:Topic:Element {id: $p0}) RETURN [n0.notation, [COLLECT { MATCH (n0)-[r1:BROADER]->(n1) WITH n1, r1 ORDER BY n1.name, n1.id, r1.id LIMIT $p1 RETURN [n1.id, [COLLECT { MATCH (n1)-[r2:MATCHES]->(n2) WITH n2, r2 ORDER BY n2.name, n2.id, r2.id LIMIT $p2 RETURN [n2.scheme, [COLLECT { MATCH (n2)<-[r3:MATCHES]-(n3) WITH n3, r3 ORDER BY n3.name, n3.id, r3.id LIMIT $p3 RETURN [n3.id] }]] }]] }], [COLLECT { MATCH (n0)<-[r4:WORKS_ON]-(n4) WITH n4, r4 ORDER BY n4.name, n4.id, r4.id LIMIT $p4 RETURN [CASE WHEN n4:Library THEN 0 WHEN n4:Organization THEN 1 WHEN n4:Community THEN 2 END, n4.id] }]]

// resources
RETURN [COLLECT { MATCH (n0:Resource) WHERE n0.name IS NOT NULL WITH n0 ORDER BY n0.name, n0.id LIMIT $p0 RETURN [n0.id, [COLLECT { MATCH (n0)<-[r1:BROADER]-(n1) WITH n1, r1 ORDER BY n1.name, n1.id, r1.id LIMIT $p1 RETURN [n1.id, [COLLECT { MATCH (n1)<-[r2:OFFERS]-(n2) WITH n2, r2 ORDER BY n2.name, n2.id, r2.id LIMIT $p2 RETURN [n2.id] }]] }]] }]
