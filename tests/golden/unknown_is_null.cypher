// library
MATCH (n0:Library&Element {id: $p0}) WHERE coalesce(n0.visibility, 'public') IN $visible RETURN [n0.id, [COUNT { MATCH (n0)-[r1:LOCATED_IN]->(n1) WHERE coalesce(n1.visibility, 'public') IN $visible RETURN DISTINCT n1 }]]
