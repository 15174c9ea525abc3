// activity
MATCH (n0:Activity:Element {id: $p0}) RETURN [[COLLECT { MATCH (n0)<-[r1:TAKES_PART_IN]-(n1) WITH n1, r1 ORDER BY n1.name, n1.id, r1.id LIMIT $p1 RETURN [r1.involvement, r1.contributes, r1.since, r1.extra, [n1.name]] }], [COLLECT { MATCH (n0)<-[r2:SHOWS]-(n2) WITH n2, r2 ORDER BY n2.name, n2.id, r2.id LIMIT $p2 RETURN [toFloat(r2.x), toFloat(r2.y), [n2.name, n2.mappedBy]] }]]
