// map
MATCH (n0:Map&Element {id: $p0}) WHERE coalesce(n0.visibility, 'public') IN $visible RETURN [toStringOrNull(n0.purpose)]
