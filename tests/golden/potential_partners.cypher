// potentialPartners
RETURN [COLLECT { CALL () { …potential_partners… } MATCH (n0:Element {id: id}) WITH * ORDER BY score DESC, id RETURN [known, signals, evidence, [CASE WHEN n0:Library THEN 0 WHEN n0:Organization THEN 1 WHEN n0:Community THEN 2 END, n0.name, [COLLECT { MATCH (n0)-[r1:WORKS_ON]->(n1) WITH n1, r1 ORDER BY n1.name, n1.id, r1.id LIMIT $p1 RETURN [n1.name] }], n0.sigla]] }]
