// Who and what is about a topic or anything narrower, in one compact answer: activities about it, allies that work on it,
// and allies that run such an activity or take part in it. What is proposed or was rejected makes nobody one of them. Ids are
// in alphabetical order; there are 30,000 at most, and the total says how many there would be.
// cs Kdo a co se týká tématu nebo čehokoli užšího, v jedné úsporné odpovědi: aktivity, spojenci, kteří na něm pracují, a ti, kdo takové aktivity pořádají nebo se jich účastní.
// answers one
// param   topic: ID! of Topic             the topic / téma
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns total: Int!                     how many there are / kolik jich je
// returns ids: [ID!]!                     ids of the elements / id prvků
// example :params {"topic": "dusevni-zdravi", "visible": ["public", "members", "private"]}
MATCH (asked:Topic&Element {id: $topic}) WHERE coalesce(asked.visibility, 'public') IN $visible
CALL (asked) {
  MATCH way = (asked)<-[:BROADER*0..5]-(topic:Topic)
  WHERE all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') IN $visible)
    AND all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
  RETURN collect(DISTINCT topic) AS topics
}
CALL (topics) {
  UNWIND topics AS topic
  MATCH (topic)<-[about:ABOUT WHERE coalesce(about.status, 'confirmed') = 'confirmed']-(activity:Activity)
  WHERE coalesce(activity.visibility, 'public') IN $visible
  RETURN collect(DISTINCT activity) AS activities
}
CALL (topics, activities) {
  CALL (topics, activities) {
    UNWIND activities AS found
    RETURN found
  UNION
    UNWIND activities AS activity
    MATCH (activity)<-[joins:RUNS|TAKES_PART_IN WHERE coalesce(joins.status, 'confirmed') = 'confirmed']-(found:Ally)
    RETURN found
  UNION
    UNWIND topics AS topic
    MATCH (topic)<-[works:WORKS_ON WHERE coalesce(works.status, 'confirmed') = 'confirmed']-(found:Ally)
    RETURN found
  }
  WITH found.id AS id WHERE coalesce(found.visibility, 'public') IN $visible ORDER BY id
  RETURN collect(id) AS ids
}
RETURN size(ids) AS total, ids[..30000] AS ids;
