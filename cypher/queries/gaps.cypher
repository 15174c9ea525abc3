// Topics and target groups that nobody in a place serves: no activity there, nobody there who works on them.
// What is done for something narrower counts for the whole.
// What somebody observed as a need there comes first, then what most places like it have: of the same level and, where
// their populations are known, with a third to three times as many people. With each: who is nearest that does it.
// cs Témata a cílové skupiny, kterým se v místě nikdo nevěnuje; napřed potřeby, které tam někdo pozoroval.
// answers many
// param   place: ID! of Place        a region, district or municipality / kraj, okres nebo obec
// param   types: [ElementType!]      Topic, TargetGroup; both when absent / bez hodnoty obojí
// param   first: Int! = 100 [0..200] how many at most / nejvýše kolik
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns term: Term!                the topic or target group / téma nebo cílová skupina
// returns name: String!              its name / jeho název
// returns needed: Boolean!           whether the need was observed there / zda tam byla potřeba pozorována
// returns needsNoted: Boolean!       whether anybody noted any need there; if not, needed says nothing / zda tam někdo nějakou potřebu zapsal
// returns elsewhere: Int!            how many activities elsewhere / kolik aktivit je jinde
// returns similarServed: Int!        in how many places like it somebody does it / v kolika podobných místech to někdo dělá
// returns similarPlaces: Int!        places like it of which the map knows any activity / kolik je podobných míst s nějakou aktivitou
// returns allies: [Ally!]!           who does it, the nearest first; three at most / kdo to dělá, od nejbližšího; nejvýše tři
// returns kilometres: Float          how far away the first of these is / jak daleko je první z nich
// example :params {"place": "cz0721", "types": null, "first": 100, "visible": ["public", "members", "private"]}
MATCH (whole:Element {id: $place}) WHERE whole:Place AND coalesce(whole.visibility, 'public') IN $visible
CALL (whole) {
  MATCH down = (whole)<-[:PART_OF*0..5]-(:Place)<-[:LOCATED_IN]-(there:Ally|Activity)
  WHERE all(step IN nodes(down) WHERE coalesce(step.visibility, 'public') IN $visible)
    AND all(step IN relationships(down) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
  WITH DISTINCT there
  MATCH doing = (there)-[:RUNS|TAKES_PART_IN*0..1]->(does)-[:WORKS_ON|SERVES|ABOUT|FOR]->(served:Topic|TargetGroup)
  WHERE all(step IN relationships(doing) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    AND coalesce(does.visibility, 'public') IN $visible
  WITH DISTINCT served
  MATCH up = (served)-[:BROADER*0..5]->(wider:Topic|TargetGroup)
  WHERE all(step IN nodes(up) WHERE coalesce(step.visibility, 'public') IN $visible)
    AND all(step IN relationships(up) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
  RETURN collect(DISTINCT wider) AS covered
}
CALL (whole) {
  MATCH down = (whole)<-[:PART_OF*0..5]-(:Place)<-[:LOCATED_IN*0..1]-()-[:FACES]->(topic:Topic)
  WHERE all(step IN nodes(down) WHERE coalesce(step.visibility, 'public') IN $visible)
    AND all(step IN relationships(down) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
  RETURN collect(DISTINCT topic) AS needs
}
CALL (whole) {
  MATCH busy = (:Activity)<-[:RUNS|TAKES_PART_IN]-(ally:Ally)
  WHERE all(step IN relationships(busy) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    AND all(step IN nodes(busy) WHERE coalesce(step.visibility, 'public') IN $visible)
  WITH DISTINCT ally
  MATCH (ally)-[sits:LOCATED_IN WHERE coalesce(sits.status, 'confirmed') = 'confirmed']->(seat:Place)
  WHERE coalesce(seat.visibility, 'public') IN $visible
  WITH DISTINCT whole, seat
  MATCH (seat)-[:PART_OF*0..4]->(similar:Place {level: whole.level})
  WHERE similar <> whole AND any(seen IN $visible WHERE seen + ' ' + similar.id IN seat.around)
    AND (toIntegerOrNull(whole.population) IS NULL OR toIntegerOrNull(whole.population) / 3.0 <= toIntegerOrNull(similar.population) <= toIntegerOrNull(whole.population) * 3.0)
  RETURN collect(DISTINCT similar.id) AS similarIds
}
MATCH (term:Topic|TargetGroup)
WHERE NOT term IN covered AND coalesce(term.visibility, 'public') IN $visible
  AND coalesce(term.scheme, 'spojenci') = 'spojenci'
  AND ($types IS NULL OR any(label IN labels(term) WHERE label IN $types))
CALL (whole, term, similarIds) {
  MATCH way = (term)<-[:BROADER*0..5]-()<-[:ABOUT|FOR|WORKS_ON|SERVES]-(does)<-[:RUNS|TAKES_PART_IN*0..1]-(ally:Ally)
  WHERE all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    AND all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') IN $visible)
    AND coalesce(ally.closed, false) = false
  WITH DISTINCT ally
  MATCH (ally)-[sits:LOCATED_IN WHERE coalesce(sits.status, 'confirmed') = 'confirmed']->(seat:Place)
  WHERE coalesce(seat.visibility, 'public') IN $visible
  WITH ally, min(point.distance(seat.location, whole.location)) / 1000 AS kilometres,
    reduce(all = [], around IN collect(seat.around) | all + around) AS around
  ORDER BY coalesce(kilometres, 1e9), ally.sortKey
  WITH collect(ally.id)[..3] AS allies, min(kilometres) AS kilometres, reduce(all = [], each IN collect(around) | all + each) AS around
  RETURN allies, kilometres, size([id IN similarIds WHERE any(seen IN $visible WHERE seen + ' ' + id IN around)]) AS similarServed
}
WITH term, term IN needs AS needed, needs <> [] AS needsNoted, allies, kilometres, similarServed, size(similarIds) AS similarPlaces, COUNT {
  MATCH said = (term)<-[:BROADER*0..5]-()<-[:ABOUT|FOR]-(a:Activity)
  WHERE all(step IN relationships(said) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    AND all(step IN nodes(said) WHERE coalesce(step.visibility, 'public') IN $visible)
  RETURN DISTINCT a } AS elsewhere
ORDER BY needed DESC, similarServed DESC, elsewhere DESC, term.sortKey
LIMIT $first
RETURN term.id AS term, term.name AS name, needed, needsNoted, elsewhere, similarServed, similarPlaces, allies, kilometres;
