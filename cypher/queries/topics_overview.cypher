// Every topic with how much there is about it; what is about a narrower topic counts for the broader one too.
// param   scheme: String             only topics of this vocabulary: spojenci, sdg, keyCompetence or koncepce
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns id: ID!                    id of the topic
// returns name: String!              its name
// returns scheme: String             its vocabulary
// returns broader: String            the broader topic, by name
// returns activities: Int!           how many activities are about it
// returns libraries: Int!            how many libraries work on it, or run or join such an activity
// returns allies: Int!               how many allies do, libraries among them
// example :params {"scheme": "spojenci", "visible": ["public", "members", "private"]}
// Who joins an activity is looked up once, however many topics it is about and however many are broader than these.
CALL () {
  MATCH (activity:Activity)-[said:ABOUT WHERE coalesce(said.status, 'confirmed') = 'confirmed']->(topic)
  WHERE coalesce(activity.visibility, 'public') IN $visible
  WITH activity, collect(DISTINCT topic) AS topics
  CALL (activity) {
    MATCH (activity)<-[joins:RUNS|TAKES_PART_IN WHERE coalesce(joins.status, 'confirmed') = 'confirmed']-(ally)
    WHERE coalesce(ally.visibility, 'public') IN $visible
    RETURN collect(ally) AS allies, collect(CASE WHEN ally:Library THEN ally END) AS libraries
  }
  UNWIND topics AS topic
  RETURN topic, activity, allies, libraries
UNION ALL
  MATCH (topic:Topic)
  CALL (topic) {
    MATCH (topic)<-[works:WORKS_ON WHERE coalesce(works.status, 'confirmed') = 'confirmed']-(ally)
    WHERE coalesce(ally.visibility, 'public') IN $visible
    RETURN collect(ally) AS allies, collect(CASE WHEN ally:Library THEN ally END) AS libraries
  }
  RETURN topic, null AS activity, allies, libraries
}
WITH topic AS about, collect(activity) AS activities, collect(allies) AS allies, collect(libraries) AS libraries
CALL (about) {
  MATCH way = (about)-[:BROADER*0..5]->(topic)
  WHERE ($scheme IS NULL OR topic.scheme = $scheme)
    AND all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') IN $visible)
    AND all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
  RETURN DISTINCT topic
}
WITH topic, collect(activities) AS activities, collect(allies) AS allies, collect(libraries) AS libraries
CALL (activities) {
  UNWIND activities AS some
  UNWIND some AS activity
  RETURN count(DISTINCT activity) AS activityCount
}
CALL (allies) {
  UNWIND allies AS some
  UNWIND some AS each
  UNWIND each AS ally
  RETURN count(DISTINCT ally) AS allyCount
}
CALL (libraries) {
  UNWIND libraries AS some
  UNWIND some AS each
  UNWIND each AS library
  RETURN count(DISTINCT library) AS libraryCount
}
RETURN topic.id AS id,
       topic.name AS name,
       topic.scheme AS scheme,
       head(COLLECT { MATCH (topic)-[under:BROADER WHERE coalesce(under.status, 'confirmed') = 'confirmed']->(broader:Topic)
              WHERE coalesce(broader.visibility, 'public') IN $visible RETURN broader.name ORDER BY broader.name }) AS broader,
       activityCount AS activities, libraryCount AS libraries, allyCount AS allies
ORDER BY activities DESC, allies DESC, name, id;
