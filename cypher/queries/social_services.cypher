// Who is there for a target group in a place, with what, and to whom they refer people.
// Narrower groups count as the group; without a place, everywhere. Where nobody in the place is known to serve the group,
// bodies there that are worth asking, of each kind the three in the largest municipalities.
// cs Kdo je v místě pro cílovou skupinu, s čím, a kam lidi odkazuje; a není-li nikdo zapsán, koho se tam zeptat.
// answers many
// param   targetGroup: ID! of TargetGroup  for whom / pro koho
// param   place: ID of Place              where, with everything inside it / kde, se vším uvnitř
// param   kinds: [String!]! = ["socialServiceProvider","municipality","healthcare","church","nonprofit","school","region"]  kinds of bodies worth asking, the likeliest first / druhy těch, koho se zeptat
// param   first: Int! = 50 [0..100]       how many at most / nejvýše kolik
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns ally: Ally!                     who serves the group, or whom to ask / kdo je tu pro skupinu, nebo koho se zeptat
// returns activities: [Activity!]!        with what, if it is by activities / jakými aktivitami
// returns refersTo: [Ally!]!              partners it refers people to or has them from / na koho odkazuje
// returns recorded: Boolean!              whether the map says that it serves the group; else it is only worth asking / zda to mapa říká; jinak stojí jen za zeptání
// example :params {"targetGroup": "group-seniori", "place": "cz072", "kinds": ["socialServiceProvider", "municipality"], "first": 50, "visible": ["public", "members", "private"]}
MATCH (group:Element {id: $targetGroup}) WHERE group:TargetGroup AND coalesce(group.visibility, 'public') IN $visible
MATCH way = (group)<-[:BROADER*0..3]-(served:TargetGroup)
WHERE all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') IN $visible) AND all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
WITH group, collect(DISTINCT served) AS groups
CALL (groups) {
  CALL (groups) {
    UNWIND groups AS served
    MATCH (served)<-[serves:SERVES]-(ally:Ally) WHERE coalesce(serves.status, 'confirmed') = 'confirmed'
    RETURN ally, null AS activity
    UNION
    UNWIND groups AS served
    MATCH (served)<-[meant:FOR WHERE coalesce(meant.status, 'confirmed') = 'confirmed']-(activity:Activity)<-[joins:RUNS|TAKES_PART_IN]-(ally:Ally)
    WHERE coalesce(activity.visibility, 'public') IN $visible AND coalesce(joins.status, 'confirmed') = 'confirmed'
    RETURN ally, activity
  }
  WITH ally, activity
  WHERE coalesce(ally.visibility, 'public') IN $visible AND coalesce(ally.closed, false) = false AND ($place IS NULL OR EXISTS {
    MATCH (ally)-[sits:LOCATED_IN WHERE coalesce(sits.status, 'confirmed') = 'confirmed']->(seat:Place)
    WHERE any(seen IN $visible WHERE seen + ' ' + $place IN seat.around) })
  WITH ally, activity ORDER BY activity.sortKey
  WITH ally, collect(DISTINCT activity.id) AS activities
  ORDER BY size(activities) DESC, ally.sortKey LIMIT $first
  RETURN collect({ally: ally, activities: activities, recorded: true}) AS serving
}
CALL (serving) {
  WITH serving WHERE serving = []
  MATCH (place:Place&Element {id: $place}) WHERE coalesce(place.visibility, 'public') IN $visible
  MATCH (place)<-[:PART_OF*0..4]-(seat:Place)<-[sits:LOCATED_IN WHERE coalesce(sits.status, 'confirmed') = 'confirmed']-(ally:Organization)
  WHERE any(seen IN $visible WHERE seen + ' ' + $place IN seat.around) AND NOT ally:Library AND ally.kind IN $kinds
    AND coalesce(ally.visibility, 'public') IN $visible
  WITH ally, max(coalesce(toIntegerOrNull(seat.population), 0)) AS population ORDER BY population DESC, ally.sortKey
  WITH ally.kind AS kind, collect(ally)[..3] AS allies
  WITH allies, head([at IN range(0, size($kinds) - 1) WHERE $kinds[at] = kind]) AS order ORDER BY order
  UNWIND allies AS ally
  RETURN collect({ally: ally, activities: [], recorded: false})[..$first] AS asked
}
UNWIND serving + asked AS row
WITH row, row.ally AS ally
CALL (ally) {
  OPTIONAL MATCH (ally)-[partner:PARTNERS_WITH]-(other:Ally)
  WHERE 'referral' IN partner.kinds AND coalesce(partner.status, 'confirmed') = 'confirmed'
    AND coalesce(other.visibility, 'public') IN $visible
    AND coalesce(toStringOrNull(partner.until), '9999') >= left(toString(date()), size(coalesce(toStringOrNull(partner.until), '9999')))
  WITH DISTINCT other ORDER BY other.sortKey
  RETURN collect(other.id) AS refersTo
}
RETURN ally.id AS ally, row.activities AS activities, refersTo, row.recorded AS recorded;
