// library
MATCH (n0:Library:Element {id: $p0}) RETURN [n0.id, [COUNT { (n0)-[:LOCATED_IN]->() }]]
