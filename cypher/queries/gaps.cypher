// Topics and target groups that nobody in a place serves: no activity there, nobody there who works on them.
// What somebody observed as a need there comes first, then what is common elsewhere.
// cs Témata a cílové skupiny, kterým se v místě nikdo nevěnuje; napřed potřeby, které tam někdo pozoroval.
// answers many
// param   place: ID! of Place        a region, district or municipality / kraj, okres nebo obec
// param   types: [ElementType!]      Topic, TargetGroup; both when absent / bez hodnoty obojí
// param   first: Int! = 100 [0..200] how many at most / nejvýše kolik
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns term: Term!                the topic or target group / téma nebo cílová skupina
// returns name: String!              its name / jeho název
// returns needed: Boolean!           whether the need was observed there / zda tam byla potřeba pozorována
// returns elsewhere: Int!            how many activities elsewhere / kolik aktivit je jinde
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
MATCH (term:Topic|TargetGroup)
WHERE NOT term IN covered AND coalesce(term.visibility, 'public') IN $visible
  AND NOT coalesce(term.scheme, '') IN ['sdg', 'keyCompetence']
  AND ($types IS NULL OR any(label IN labels(term) WHERE label IN $types))
WITH term, term IN needs AS needed, COUNT {
  MATCH (term)<-[said:ABOUT|FOR WHERE coalesce(said.status, 'confirmed') = 'confirmed']-(a:Activity) WHERE coalesce(a.visibility, 'public') IN $visible RETURN a } AS elsewhere
ORDER BY needed DESC, elsewhere DESC, term.sortKey
LIMIT $first
RETURN term.id AS term, term.name AS name, needed, elsewhere;
