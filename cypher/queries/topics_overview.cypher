// Every topic with how much there is about it; what is about a narrower topic counts for the broader one too.
// param   scheme: String             only topics of this vocabulary: spojenci, sdg or keyCompetence
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
  MATCH (topic)<-[:BROADER*0..5]-(narrower:Topic)
  WITH collect(DISTINCT narrower) AS topics
  CALL (topics) {
    UNWIND topics AS about
    OPTIONAL MATCH (about)<-[:ABOUT]-(activity:Activity)
    RETURN count(DISTINCT activity) AS activities
  }
  CALL (topics) {
    UNWIND topics AS about
    OPTIONAL MATCH (about)<-[:WORKS_ON|ABOUT|RUNS|TAKES_PART_IN]-{1,2}(ally:Ally)
    RETURN count(DISTINCT CASE WHEN ally:Library THEN ally END) AS libraries, count(DISTINCT ally) AS allies
  }
  RETURN activities, libraries, allies
}
RETURN topic.id AS id,
       topic.name AS name,
       topic.scheme AS scheme,
       head(COLLECT { MATCH (topic)-[:BROADER]->(broader:Topic) RETURN broader.name ORDER BY broader.name }) AS broader,
       activities, libraries, allies
ORDER BY activities DESC, allies DESC, name, id;
