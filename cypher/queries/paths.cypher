// How two elements are connected: the shortest ways from one to the other, in words.
// Maps are left out, for they show everything. Rejected connections count as nothing. Equally short ways are in the order
// of the alphabet; where there are more than a thousand of them, of some thousand.
// cs Jak spolu dva prvky souvisejí: nejkratší cesty od jednoho k druhému, slovy.
// answers one
// param   from: ID! of Element            where the ways begin / kde cesty začínají
// param   to: ID! of Element              where they end / kde končí
// param   maxLength: Int! = 4 [1..6]      steps of the longest way / kroků nejdelší cesty
// param   first: Int! = 3 [1..20]         how many ways at most / nejvýše kolik cest
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements on the way
// returns paths: [Evidence!]!             the ways, the shortest first / cesty, nejkratší první
// example :params {"from": "cz-library-900", "to": "dusevni-zdravi", "maxLength": 4, "first": 3, "visible": ["public", "members", "private"]}
MATCH (start:Element {id: $from}) WHERE coalesce(start.visibility, 'public') IN $visible
MATCH (end:Element {id: $to}) WHERE coalesce(end.visibility, 'public') IN $visible
CALL (start, end) {
  MATCH way = SHORTEST 1000 (start)((a)-[step]-(b) WHERE NOT b:Map AND coalesce(b.visibility, 'public') IN $visible
    AND coalesce(step.status, 'confirmed') = 'confirmed'){1,6}(end)
  WHERE start <> end
  WITH way WHERE length(way) <= $maxLength
  WITH way ORDER BY length(way), [node IN nodes(way) | node.sortKey],
    [step IN relationships(way) | type(step) + ' ' + startNode(step).id + ' ' + coalesce(step.parallel, '')] LIMIT $first
  WITH [step IN relationships(way) | {link: type(step), ends: [node IN [startNode(step), endNode(step)] | node {elementId: node.id,
    .name, .nameEn, type: coalesce(head([label IN labels(node) WHERE NOT label IN ['Element', 'Ally', 'Term',
    'Organization']]), 'Organization')}]}] AS steps
  RETURN collect([step IN steps | {link: step.link, from: step.ends[0], to: step.ends[1]}]) AS paths
}
RETURN paths;
