// Activities about a topic or anything narrower: who runs them, where, since when and for whom.
// param   topic: ID! of Topic        the topic
// param   first: Int! = 50           how many at most
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns id: ID!                    id of the activity
// returns name: String!              its name
// returns topics: [String!]!         which of the topics it is about
// returns organizers: [String!]!     who runs it
// returns places: [String!]!         where it takes place
// returns since: String              since when
// returns groups: [String!]!         for whom it is
// example :params {"topic": "udrzitelnost", "first": 50, "visible": ["public", "members", "private"]}
MATCH way = (:Element {id: $topic})<-[:BROADER*0..5]-(topic:Topic)<-[:ABOUT]-(activity:Activity)
WHERE all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') IN $visible)
  AND all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
WITH activity, collect(DISTINCT topic.name) AS topics
ORDER BY activity.name, activity.id
LIMIT $first
RETURN activity.id AS id,
       activity.name AS name,
       topics,
       COLLECT { MATCH (activity)<-[runs:RUNS WHERE coalesce(runs.status, 'confirmed') = 'confirmed']-(ally:Ally)
                 WHERE coalesce(ally.visibility, 'public') IN $visible
                 RETURN DISTINCT ally.name ORDER BY ally.name } AS organizers,
       COLLECT { MATCH (activity)-[at:LOCATED_IN WHERE coalesce(at.status, 'confirmed') = 'confirmed']->(place:Place)
                 WHERE coalesce(place.visibility, 'public') IN $visible
                 RETURN DISTINCT place.name ORDER BY place.name } AS places,
       toStringOrNull(activity.since) AS since,
       COLLECT { MATCH (activity)-[meant:FOR WHERE coalesce(meant.status, 'confirmed') = 'confirmed']->(g:TargetGroup)
                 WHERE coalesce(g.visibility, 'public') IN $visible
                 RETURN DISTINCT g.name ORDER BY g.name } AS groups
ORDER BY name, id;
