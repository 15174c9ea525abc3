// town
MATCH (n0:Place {code: $p0}) WHERE coalesce(n0.visibility, 'public') IN $visible RETURN [CASE WHEN n0.location IS NOT NULL THEN [n0.location.latitude, n0.location.longitude, 0] END, n0.level]

// nowhere
MATCH (n0:Place&Element {id: $p0}) WHERE coalesce(n0.visibility, 'public') IN $visible RETURN [CASE WHEN n0.location IS NOT NULL THEN [n0.location.latitude] END]
