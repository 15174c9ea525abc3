// library
MATCH (n0:Library {sigla: $p0}) WHERE coalesce(n0.visibility, 'public') IN $visible WITH n0 ORDER BY coalesce(n0.closed, false), size(n0.id), n0.id LIMIT 1 RETURN [n0.id, coalesce(toStringOrNull(n0.name), n0.id), n0.alternateNames, toStringOrNull(n0.visibility), toBooleanOrNull(n0.closed), toStringOrNull(n0.createdAt), toIntegerOrNull(n0.version), n0.extra]
