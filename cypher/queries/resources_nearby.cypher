// Who offers what is needed, the nearest first: space, finance, experts, or anything narrower than what is asked for.
// Those whose place is unknown come last.
// cs Kdo nabízí, co je potřeba, od nejbližšího: prostor, peníze, odborníky nebo cokoli užšího.
// answers many
// param   near: ID! of Ally|Activity|Place  an ally, an activity or a place / spojenec, aktivita nebo místo
// param   resource: ID! of Resource       what is needed / co je potřeba
// param   km: Int [1..1000]               only so near / jen do této vzdálenosti
// param   first: Int! = 20 [0..100]       how many at most / nejvýše kolik
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns ally: Ally!                     who offers it / kdo to nabízí
// returns resource: Resource!             what exactly / co přesně
// returns kilometres: Float               how far away / jak daleko
// returns note: String                    as the map has it / jak to mapa uvádí
// example :params {"near": "cz-library-900", "resource": "resource-grant", "km": null, "first": 20, "visible": ["public", "members", "private"]}
MATCH (asker:Element&(Ally|Activity|Place) {id: $near}) WHERE coalesce(asker.visibility, 'public') IN $visible
CALL (asker) {
  OPTIONAL MATCH (asker)-[sits:LOCATED_IN WHERE coalesce(sits.status, 'confirmed') = 'confirmed']->(place:Place)
  WHERE coalesce(place.visibility, 'public') IN $visible
  WITH place ORDER BY place.sortKey
  RETURN head(collect(place.location)) AS seat
}
WITH asker, coalesce(asker.location, seat) AS here
MATCH (resource:Element {id: $resource}) WHERE resource:Resource AND coalesce(resource.visibility, 'public') IN $visible
MATCH way = (resource)<-[:BROADER*0..3]-(offered:Resource)<-[offers:OFFERS]-(ally:Ally)
WHERE ally <> asker AND coalesce(ally.closed, false) = false AND coalesce(ally.visibility, 'public') IN $visible
  AND coalesce(offered.visibility, 'public') IN $visible AND all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
CALL (ally, here) {
  OPTIONAL MATCH (ally)-[sits:LOCATED_IN WHERE coalesce(sits.status, 'confirmed') = 'confirmed']->(place:Place)
  WHERE coalesce(place.visibility, 'public') IN $visible
  RETURN min(point.distance(place.location, here)) / 1000 AS kilometres
}
WITH ally, offered, offers, kilometres WHERE $km IS NULL OR kilometres <= $km
WITH ally, offered, offers, kilometres ORDER BY coalesce(kilometres, 1e9), ally.sortKey, offered.sortKey LIMIT $first
RETURN ally.id AS ally, offered.id AS resource, kilometres, offers.note AS note;
