// Who offers what is needed, the nearest first: space, finance, experts, or anything narrower than what is asked for.
// Those whose place is unknown come last. Where nobody within 30 km (or what km says) is known to offer it, bodies within
// 10 km follow that are worth asking, those of its own municipality before others, of each kind the two nearest.
// cs Kdo nabízí, co je potřeba, od nejbližšího; a není-li blízko nikdo zapsán, koho v místě se zeptat.
// answers many
// param   near: ID! of Ally|Activity|Place  an ally, an activity or a place / spojenec, aktivita nebo místo
// param   resource: ID! of Resource       what is needed / co je potřeba
// param   km: Int [1..1000]               only so near / jen do této vzdálenosti
// param   kinds: [String!]! = ["municipality","school","culturalInstitution","church","nonprofit","museum","university","foundation","company","informalGroup"]  kinds of bodies worth asking, the likeliest first / druhy těch, koho se zeptat
// param   first: Int! = 20 [0..100]       how many at most / nejvýše kolik
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns ally: Ally!                     who offers it, or whom to ask / kdo to nabízí, nebo koho se zeptat
// returns resource: Resource!             what exactly / co přesně
// returns kilometres: Float               how far away / jak daleko
// returns note: String                    as the map has it / jak to mapa uvádí
// returns recorded: Boolean!              whether the map says so; else it is only worth asking / zda to mapa říká; jinak stojí jen za zeptání
// example :params {"near": "cz-library-900", "resource": "resource-grant", "km": null, "kinds": ["municipality", "school", "church", "nonprofit"], "first": 20, "visible": ["public", "members", "private"]}
MATCH (asker:Element&(Ally|Activity|Place) {id: $near}) WHERE coalesce(asker.visibility, 'public') IN $visible
CALL (asker) {
  OPTIONAL MATCH (asker)-[sits:LOCATED_IN WHERE coalesce(sits.status, 'confirmed') = 'confirmed']->(place:Place)
  WHERE coalesce(place.visibility, 'public') IN $visible
  WITH place ORDER BY place.sortKey
  RETURN head(collect(place.location)) AS seat
}
WITH asker, coalesce(asker.location, seat) AS here
MATCH (resource:Element {id: $resource}) WHERE resource:Resource AND coalesce(resource.visibility, 'public') IN $visible
CALL (asker, here, resource) {
  MATCH way = (resource)<-[:BROADER*0..3]-(offered:Resource)<-[offers:OFFERS]-(ally:Ally)
  WHERE ally <> asker AND coalesce(ally.closed, false) = false AND coalesce(ally.visibility, 'public') IN $visible
    AND all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') IN $visible) AND all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    AND NOT (coalesce(toStringOrNull(offers.until) < left(toString(date()), size(toStringOrNull(offers.until))), false) OR coalesce(toStringOrNull(offers.confirmedAt) < toString(date() - duration({months: 18})), false))
  WITH DISTINCT ally, offered, offers, here
  CALL (ally, here) {
    OPTIONAL MATCH (ally)-[sits:LOCATED_IN WHERE coalesce(sits.status, 'confirmed') = 'confirmed']->(place:Place)
    WHERE coalesce(place.visibility, 'public') IN $visible
    RETURN min(point.distance(place.location, here)) / 1000 AS kilometres
  }
  WITH ally, offered, offers, kilometres WHERE $km IS NULL OR kilometres <= $km
  WITH ally, offered, offers, kilometres ORDER BY coalesce(kilometres, 1e9), ally.sortKey, offered.sortKey
  RETURN collect({ally: ally.id, resource: offered.id, kilometres: kilometres, note: offers.note, recorded: true}) AS offers
}
CALL (asker, here, resource, offers) {
  WITH asker, here, resource WHERE none(offer IN offers WHERE coalesce(offer.kilometres, 1e9) <= coalesce($km, 30))
  MATCH (place:Place) WHERE point.distance(place.location, here) <= CASE WHEN $km < 10 THEN $km ELSE 10 END * 1000
    AND coalesce(place.visibility, 'public') IN $visible
  MATCH (place)<-[sits:LOCATED_IN WHERE coalesce(sits.status, 'confirmed') = 'confirmed']-(ally:Organization)
  WHERE ally <> asker AND NOT ally:Library AND ally.kind IN $kinds AND coalesce(ally.visibility, 'public') IN $visible
  WITH ally, resource, min(point.distance(place.location, here)) / 1000 AS kilometres ORDER BY kilometres, ally.sortKey
  WITH resource, ally.kind AS kind, collect({ally: ally.id, resource: resource.id, kilometres: kilometres, recorded: false})[..2] AS bodies
  WITH bodies, head([n IN range(0, size($kinds) - 1) WHERE $kinds[n] = kind]) AS order
  UNWIND range(0, size(bodies) - 1) AS at
  WITH bodies[at] AS body, order, at ORDER BY CASE WHEN body.kilometres = 0 THEN 0 ELSE 1 END, order, at
  RETURN collect(body)[..10] AS bodies
}
UNWIND (offers + bodies)[..$first] AS row
RETURN row.ally AS ally, row.resource AS resource, row.kilometres AS kilometres, row.note AS note, row.recorded AS recorded;
