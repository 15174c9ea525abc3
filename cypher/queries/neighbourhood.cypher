// What surrounds an element, ready to be drawn: elements up to some steps away, and all connections between them.
// The nearer and the earlier in the alphabet come first. What was rejected connects nothing; what is proposed says so in its
// status. Maps are left out, for they show everything.
// cs Co prvek obklopuje, připraveno k nakreslení: prvky do několika kroků a všechna spojení mezi nimi.
// answers one
// param   of: ID! of Element          the element in the middle / prvek uprostřed
// param   depth: Int! = 1 [1..3]      how many steps away / do kolika kroků
// param   types: [ElementType!]       only over and to these types / jen přes tyto typy a k nim
// param   first: Int! = 50 [1..500]   how many elements at most / nejvýše kolik prvků
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to show
// returns nodes: [Element!]!          the elements, the one in the middle first / prvky, prostřední první
// returns edges: [Link!]!             the connections between them / spojení mezi nimi
// returns truncated: Boolean!         whether there are more elements than these / zda je prvků víc
// example :params {"of": "biblioterapeuticke-ctvrtky", "depth": 2, "types": null, "first": 50, "visible": ["public", "members", "private"]}
MATCH (center:Element {id: $of}) WHERE coalesce(center.visibility, 'public') IN $visible
CALL (center) {
  MATCH (center)-[tie WHERE coalesce(tie.status, 'confirmed') <> 'rejected']-(near:Element)
  WHERE coalesce(near.visibility, 'public') IN $visible AND NOT near:Map
    AND ($types IS NULL OR any(label IN labels(near) WHERE label IN $types))
  WITH DISTINCT near ORDER BY near.sortKey LIMIT $first
  RETURN collect(near) AS first_ring
}
CALL (center, first_ring) {
  UNWIND CASE WHEN $depth >= 2 AND size(first_ring) < $first THEN first_ring ELSE [] END AS inner
  MATCH (inner)-[tie WHERE coalesce(tie.status, 'confirmed') <> 'rejected']-(near:Element)
  WHERE near <> center AND coalesce(near.visibility, 'public') IN $visible AND NOT near:Map
    AND ($types IS NULL OR any(label IN labels(near) WHERE label IN $types))
  WITH near, first_ring LIMIT 20000
  WITH DISTINCT near, first_ring WHERE NOT near IN first_ring
  WITH near ORDER BY near.sortKey LIMIT $first
  RETURN collect(near) AS second_ring
}
CALL (center, first_ring, second_ring) {
  UNWIND CASE WHEN $depth >= 3 AND size(first_ring) + size(second_ring) < $first THEN second_ring ELSE [] END AS inner
  MATCH (inner)-[tie WHERE coalesce(tie.status, 'confirmed') <> 'rejected']-(near:Element)
  WHERE near <> center AND coalesce(near.visibility, 'public') IN $visible AND NOT near:Map
    AND ($types IS NULL OR any(label IN labels(near) WHERE label IN $types))
  WITH near, first_ring, second_ring LIMIT 20000
  WITH DISTINCT near, first_ring, second_ring WHERE NOT near IN first_ring AND NOT near IN second_ring
  WITH near ORDER BY near.sortKey LIMIT $first
  RETURN collect(near) AS third_ring
}
WITH [center] + first_ring + second_ring + third_ring AS found
WITH found[..$first] AS nodes, size(found) > $first AS truncated
CALL (nodes) {
  UNWIND nodes AS source
  MATCH (source)-[connection WHERE coalesce(connection.status, 'confirmed') <> 'rejected']->(target) WHERE target IN nodes
  WITH connection, source, target ORDER BY source.id, type(connection), target.id
  RETURN collect({link: type(connection), from: source.id, to: target.id, since: toStringOrNull(connection.since),
                  until: toStringOrNull(connection.until), status: connection.status}) AS edges
}
RETURN [node IN nodes | node.id] AS nodes, edges, truncated;
