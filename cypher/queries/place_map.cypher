// A place's own map, ready to be drawn: the activities and allies there, their topics, groups and ties.
// With topics, only what has to do with them or with narrower ones. Activities and who joins in them come first, with what
// they are about, then other allies, whoever has most ties before the others. Idle are those of whom the map knows nothing
// but where they are: they are counted, and shown in a municipality alone, last.
// cs Vlastní mapa místa, připravená k nakreslení: tamní aktivity a spojenci, jejich témata, skupiny a vazby.
// answers one
// param   place: ID! of Place             a municipality, district or region / obec, okres nebo kraj
// param   topics: [ID!] of Topic          only about these / jen o těchto tématech
// param   first: Int! = 100 [1..500]      how many elements at most / nejvýše kolik prvků
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to show
// returns nodes: [Element!]!              the elements, the place first / prvky, místo první
// returns edges: [Link!]!                 the connections between them / spojení mezi nimi
// returns truncated: Boolean!             whether there are more elements than these / zda je prvků víc
// returns idleLibraries: Int!             idle libraries there / kolik je tam knihoven, o kterých mapa víc neví
// returns idleAllies: Int!                other idle allies there / kolik je tam dalších takových spojenců
// example :params {"place": "cz-588296", "topics": ["dusevni-zdravi"], "first": 100, "visible": ["public", "members", "private"]}
MATCH (place:Place&Element {id: $place}) WHERE coalesce(place.visibility, 'public') IN $visible
  AND ($topics IS NULL OR all(id IN $topics WHERE EXISTS {
    MATCH (topic:Topic&Element {id: id}) WHERE coalesce(topic.visibility, 'public') IN $visible }))
CALL (place) {
  MATCH down = (place)<-[:PART_OF*0..4]-(:Place)<-[:LOCATED_IN]-(seated:Ally|Activity)
  WHERE all(step IN nodes(down) WHERE coalesce(step.visibility, 'public') IN $visible)
    AND all(step IN relationships(down) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    AND coalesce(seated.closed, false) = false
  WITH DISTINCT seated ORDER BY seated.sortKey
  WITH seated, seated:Ally AND NOT EXISTS {
    MATCH (seated)-[tie:RUNS|TAKES_PART_IN|PARTNERS_WITH|WORKS_ON|SERVES|PLAYS|OFFERS|NEEDS|FACES|MEMBER_OF]-(tied)
    WHERE coalesce(tie.status, 'confirmed') = 'confirmed' AND coalesce(tied.visibility, 'public') IN $visible } AS idle
  RETURN collect(CASE WHEN NOT idle THEN seated END) AS busy,
    collect(CASE WHEN idle AND seated:Library THEN seated END) AS libraries,
    collect(CASE WHEN idle AND NOT seated:Library THEN seated END) AS allies
}
CALL (busy) {
  UNWIND busy AS seated
  MATCH does = (seated)-[:RUNS|TAKES_PART_IN*0..1]->(there)
  WHERE all(step IN relationships(does) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    AND coalesce(there.visibility, 'public') IN $visible AND ($topics IS NULL OR EXISTS {
    MATCH up = (there)-[:RUNS|TAKES_PART_IN*0..1]->()-[:ABOUT|WORKS_ON]->(:Topic)-[:BROADER*0..4]->(wider:Topic)
    WHERE wider.id IN $topics AND all(step IN nodes(up) WHERE coalesce(step.visibility, 'public') IN $visible)
      AND all(step IN relationships(up) WHERE coalesce(step.status, 'confirmed') = 'confirmed') })
  WITH DISTINCT there
  WITH there, there:Activity OR EXISTS {
    MATCH (there)-[joins:RUNS|TAKES_PART_IN]->(activity:Activity)
    WHERE coalesce(joins.status, 'confirmed') = 'confirmed' AND coalesce(activity.visibility, 'public') IN $visible
  } AS active, COUNT {
    MATCH (there)-[tie:RUNS|TAKES_PART_IN|PARTNERS_WITH|ABOUT|FOR|WORKS_ON|SERVES]-(tied)
    WHERE coalesce(tie.status, 'confirmed') = 'confirmed' AND coalesce(tied.visibility, 'public') IN $visible } AS ties
  ORDER BY ties DESC, there.sortKey
  RETURN collect(CASE WHEN active THEN there END) AS active, collect(CASE WHEN NOT active THEN there END) AS others
}
CALL (active, others) {
  UNWIND [{tier: 0, of: active}, {tier: 1, of: others}] AS part
  UNWIND part.of AS there
  MATCH (there)-[tie:ABOUT|FOR|WORKS_ON|SERVES|RUNS|TAKES_PART_IN]-(around)
  WHERE (around:Term OR there:Activity) AND coalesce(around.visibility, 'public') IN $visible
    AND coalesce(tie.status, 'confirmed') <> 'rejected'
  WITH around, min(part.tier) AS tier, count(DISTINCT there) AS met ORDER BY tier, met DESC, around.sortKey
  RETURN collect(around) AS around
}
// A third of the room is left for what the activities are about and for their partners elsewhere.
WITH place, libraries, allies, toInteger(ceil($first * 0.66)) AS most, active, around, others +
  CASE WHEN place.level = 'municipality' AND $topics IS NULL THEN libraries + allies ELSE [] END AS rest
WITH place, libraries, allies, [place] + active[..most] + around + active[most..] + rest AS found
CALL (found) {
  UNWIND range(0, size(found) - 1) AS at
  WITH found[at] AS node, min(at) AS at ORDER BY at
  WITH collect(node) AS every
  RETURN every[..$first] AS nodes, size(every) > $first AS truncated
}
CALL (nodes) {
  UNWIND nodes AS source
  MATCH (source)-[connection]->(target) WHERE target IN nodes AND coalesce(connection.status, 'confirmed') <> 'rejected'
  WITH connection, source, target ORDER BY source.id, type(connection), target.id
  RETURN collect({link: type(connection), from: source.id, to: target.id, since: toStringOrNull(connection.since),
                  until: toStringOrNull(connection.until), status: connection.status}) AS edges
}
RETURN [node IN nodes | node.id] AS nodes, edges, truncated, size(libraries) AS idleLibraries, size(allies) AS idleAllies;
