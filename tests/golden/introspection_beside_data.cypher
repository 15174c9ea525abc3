// map
MATCH (n0:Map:Element {id: $p0}) RETURN [n0.purpose]
