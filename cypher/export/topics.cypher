// What has to do with some topics or narrower ones: these, the activities about them and who works on them, with who
// runs and joins in the activities; whoever has most to do with them before the others.
// param   topics: [ID!]!        the topics
// param   most: Int!            how many at most
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to show
// returns id: ID!               of an element
UNWIND $topics AS wanted
MATCH up = (:Topic&Element {id: wanted})<-[:BROADER*0..4]-(topic:Topic)
WHERE all(step IN nodes(up) WHERE coalesce(step.visibility, 'public') IN $visible)
  AND all(step IN relationships(up) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
WITH collect(DISTINCT topic) AS topics
CALL (topics) {
  UNWIND topics AS topic RETURN topic AS element, 1000000 AS ties
  UNION ALL
  UNWIND topics AS topic
  MATCH does = (topic)<-[:ABOUT|WORKS_ON]-()<-[:RUNS|TAKES_PART_IN*0..1]-(element:Element)
  WHERE all(step IN relationships(does) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    AND all(step IN nodes(does) WHERE coalesce(step.visibility, 'public') IN $visible)
  RETURN element, count(*) AS ties
}
WITH element, max(ties) AS ties ORDER BY ties DESC, element.sortKey LIMIT $most
RETURN element.id AS id;
