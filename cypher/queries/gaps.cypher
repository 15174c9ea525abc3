// Topics and target groups that nobody in a place serves: no activity there, nobody there who works on them.
// What somebody observed as a need there comes first, then what is common elsewhere.
// param   place: ID!                 a region, district or municipality, with everything inside it
// param   types: [String!]           Topic, TargetGroup; both when absent
// param   first: Int! = 100          how many at most
// returns id: ID!                    id of the topic or target group
// returns type: String!              Topic or TargetGroup
// returns name: String!              its name
// returns nameEn: String             its name in English
// returns needed: Boolean!           whether the need was observed there
// returns elsewhere: Int!            how many activities elsewhere are about it, or for it
// example :params {"place": "cz0721", "types": null, "first": 100}
MATCH (whole:Element {id: $place}) WHERE whole:Place
CALL (whole) {
  MATCH (whole)<-[:PART_OF*0..5]-(place:Place)<-[:LOCATED_IN]-(there:Ally|Activity)
  WITH DISTINCT there
  MATCH (there)-[:WORKS_ON|SERVES|RUNS|TAKES_PART_IN|ABOUT|FOR]->{1,2}(served:Topic|TargetGroup)
  WITH DISTINCT served
  MATCH (served)-[:BROADER*0..5]->(wider:Topic|TargetGroup)
  RETURN collect(DISTINCT wider) AS covered
}
CALL (whole) {
  MATCH (whole)<-[:PART_OF*0..5]-(place:Place)
  MATCH (place)<-[:LOCATED_IN]-{0,1}()-[:FACES]->(topic:Topic)
  RETURN collect(DISTINCT topic) AS needs
}
MATCH (term:Topic|TargetGroup)
WHERE NOT term IN covered
  AND NOT coalesce(term.scheme, '') IN ['sdg', 'keyCompetence']
  AND ($types IS NULL OR any(label IN labels(term) WHERE label IN $types))
RETURN term.id AS id,
       CASE WHEN term:Topic THEN 'Topic' ELSE 'TargetGroup' END AS type,
       term.name AS name,
       term.nameEn AS nameEn,
       term IN needs AS needed,
       COUNT { (term)<-[:ABOUT|FOR]-(:Activity) } AS elsewhere
ORDER BY needed DESC, elsewhere DESC, name, id
LIMIT $first;
