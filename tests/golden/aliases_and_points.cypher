// town
MATCH (n0:Place {code: $p0}) WHERE coalesce(n0.visibility, 'public') IN $visible RETURN [head([p IN [n0.location] WHERE p IS :: POINT AND p.crs STARTS WITH 'wgs-84' | [p.latitude, p.longitude, 0]]), toStringOrNull(n0.level)]

// nowhere
MATCH (n0:Place&Element {id: $p0}) WHERE coalesce(n0.visibility, 'public') IN $visible RETURN [head([p IN [n0.location] WHERE p IS :: POINT AND p.crs STARTS WITH 'wgs-84' | [p.latitude]])]
