// A place's own map, ready to be drawn: the allies and activities there, their topics, groups and ties.
// With topics, only what has to do with them or with narrower ones. Libraries and whoever has most ties come first.
// cs Vlastní mapa místa, připravená k nakreslení: tamní spojenci a aktivity, jejich témata, skupiny a vazby.
// answers one
// param   place: ID! of Place             a municipality, district or region / obec, okres nebo kraj
// param   topics: [ID!] of Topic          only about these / jen o těchto tématech
// param   first: Int! = 100 [1..500]      how many elements at most / nejvýše kolik prvků
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to show
// returns nodes: [Element!]!              the elements, the place first / prvky, místo první
// returns edges: [Link!]!                 the connections between them / spojení mezi nimi
// returns truncated: Boolean!             whether there are more elements than these / zda je prvků víc
// example :params {"place": "cz-588296", "topics": ["dusevni-zdravi"], "first": 100, "visible": ["public", "members", "private"]}
MATCH (place:Place&Element {id: $place}) WHERE coalesce(place.visibility, 'public') IN $visible
  AND ($topics IS NULL OR all(id IN $topics WHERE EXISTS {
    MATCH (topic:Topic&Element {id: id}) WHERE coalesce(topic.visibility, 'public') IN $visible }))
CALL (place) {
  CALL (place) {
    MATCH down = (place)<-[:PART_OF*0..4]-(:Place)<-[:LOCATED_IN]-(seated:Ally|Activity)
    WHERE all(step IN nodes(down) WHERE coalesce(step.visibility, 'public') IN $visible)
      AND all(step IN relationships(down) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
      AND coalesce(seated.closed, false) = false
    RETURN DISTINCT seated
  }
  CALL (seated) {
    MATCH does = (seated)-[:RUNS|TAKES_PART_IN*0..1]->(there)
    WHERE all(step IN relationships(does) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
      AND coalesce(there.visibility, 'public') IN $visible AND ($topics IS NULL OR EXISTS {
      MATCH up = (there)-[:RUNS|TAKES_PART_IN*0..1]->()-[:ABOUT|WORKS_ON]->(:Topic)-[:BROADER*0..4]->(wider:Topic)
      WHERE wider.id IN $topics AND all(step IN nodes(up) WHERE coalesce(step.visibility, 'public') IN $visible)
        AND all(step IN relationships(up) WHERE coalesce(step.status, 'confirmed') = 'confirmed') })
    RETURN there
  }
  WITH DISTINCT there
  CALL (there) {
    MATCH (there)-[:ABOUT|FOR|WORKS_ON|SERVES|RUNS|TAKES_PART_IN*0..1]-(around)
    WHERE (around = there OR around:Term OR there:Activity) AND coalesce(around.visibility, 'public') IN $visible
    RETURN around
  }
  WITH DISTINCT around
  WITH around, COUNT { (around)--(tied:Element) WHERE coalesce(tied.visibility, 'public') IN $visible } AS ties
  ORDER BY around:Library DESC, around:Activity DESC, ties DESC, around.sortKey LIMIT $first
  RETURN collect(around) AS around
}
WITH [place] + around AS found, size(around) AS many
WITH found[..$first] AS nodes, many >= $first AS truncated
CALL (nodes) {
  UNWIND nodes AS source
  MATCH (source)-[connection]->(target) WHERE target IN nodes
  WITH connection, source, target ORDER BY source.id, type(connection), target.id
  RETURN collect({link: type(connection), from: source.id, to: target.id, since: connection.since,
                  until: connection.until, status: connection.status}) AS edges
}
RETURN [node IN nodes | node.id] AS nodes, edges, truncated;
