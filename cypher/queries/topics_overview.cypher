// Every topic with how much there is about it; what is about a narrower topic counts for the broader one too.
// param   scheme: String             only topics of this vocabulary: spojenci, sdg, keyCompetence or koncepce
// returns id: ID!                    id of the topic
// returns name: String!              its name
// returns scheme: String             its vocabulary
// returns broader: String            the broader topic, by name
// returns activities: Int!           how many activities are about it
// returns libraries: Int!            how many libraries work on it, or run or join such an activity
// returns allies: Int!               how many allies do, libraries among them
// example :params {"scheme": "spojenci"}
MATCH (topic:Topic)
WHERE $scheme IS NULL OR topic.scheme = $scheme
CALL (topic) {
  MATCH way = (topic)<-[:BROADER*0..5]-(narrower:Topic)
  WHERE all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
  WITH collect(DISTINCT narrower) AS topics
  CALL (topics) {
    UNWIND topics AS about
    OPTIONAL MATCH (about)<-[said:ABOUT WHERE coalesce(said.status, 'confirmed') = 'confirmed']-(activity:Activity)
    RETURN count(DISTINCT activity) AS activities
  }
  CALL (topics) {
    UNWIND topics AS about
    OPTIONAL MATCH way = (about)<-[:WORKS_ON|ABOUT|RUNS|TAKES_PART_IN]-{1,2}(ally:Ally)
    WHERE all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    RETURN count(DISTINCT CASE WHEN ally:Library THEN ally END) AS libraries, count(DISTINCT ally) AS allies
  }
  RETURN activities, libraries, allies
}
RETURN topic.id AS id,
       topic.name AS name,
       topic.scheme AS scheme,
       head(COLLECT { MATCH (topic)-[under:BROADER WHERE coalesce(under.status, 'confirmed') = 'confirmed']->(broader:Topic)
              RETURN broader.name ORDER BY broader.name }) AS broader,
       activities, libraries, allies
ORDER BY activities DESC, allies DESC, name, id;
