// What a library does for its founder's town: activities, for whom, with whom, in which topics and goals, since when.
// Compared with open libraries of the same kind in the same region that have any activity on the map, itself left out.
// cs Co knihovna dělá pro svého zřizovatele: aktivity, pro koho, s kým, v jakých tématech a cílech, od kdy.
// answers one
// param   of: ID!                         the library / knihovna
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns library: Library!               the library / knihovna
// returns founders: [AnyOrganization!]!   who founds it / kdo ji zřizuje
// returns activities: [Activity!]!        what it runs, the newest first / co pořádá, od nejnovějšího
// returns topics: [Topic!]!               what that is about, the most frequent first / o čem to je, od nejčastějšího
// returns goals: [Topic!]!                Sustainable Development Goals that these topics match / cíle SDG
// returns targetGroups: [TargetGroup!]!   for whom, the most frequent first / pro koho, od nejčastější
// returns partners: [Ally!]!              who takes part or is a partner / kdo se účastní nebo je partnerem
// returns withPartners: Int!              how many of the activities rest on partners / kolik aktivit stojí na partnerech
// returns since: String                   when the earliest began / kdy začala nejstarší
// returns similarCount: Int!              libraries that it is compared with / s kolika knihovnami je srovnána
// returns similarActivities: Float!       activities of these on average / kolik mají průměrně aktivit
// returns similarPartners: Float!         partners in the activities of these on average / kolik mají průměrně partnerů
// example :params {"of": "cz-library-900", "visible": ["public", "members", "private"]}
MATCH (library:Library&Element {id: $of}) WHERE coalesce(library.visibility, 'public') IN $visible
CALL (library) {
  OPTIONAL MATCH (library)-[:FOUNDED_BY]->(founder) WHERE coalesce(founder.visibility, 'public') IN $visible
  WITH founder ORDER BY founder.sortKey
  RETURN collect(founder.id) AS founders
}
CALL (library) {
  OPTIONAL MATCH (library)-[runs:RUNS]->(activity:Activity)
  WHERE coalesce(activity.visibility, 'public') IN $visible AND coalesce(runs.status, '') <> 'rejected'
  WITH activity ORDER BY coalesce(activity.since, '') DESC, activity.sortKey
  RETURN collect(activity) AS activities
}
CALL (activities) {
  UNWIND activities AS activity
  MATCH (activity)-[:ABOUT]->(topic:Topic) WHERE coalesce(topic.visibility, 'public') IN $visible
  WITH topic, count(DISTINCT activity) AS times ORDER BY times DESC, topic.sortKey
  RETURN collect(topic) AS topics
}
CALL (topics) {
  UNWIND topics AS topic
  MATCH (topic)-[:BROADER*0..2]->()-[:MATCHES]-(goal:Topic {scheme: 'sdg'})
  WHERE coalesce(goal.visibility, 'public') IN $visible
  WITH DISTINCT goal ORDER BY toInteger(goal.notation)
  RETURN collect(goal.id) AS goals
}
CALL (activities) {
  UNWIND activities AS activity
  MATCH (activity)-[:FOR]->(group:TargetGroup) WHERE coalesce(group.visibility, 'public') IN $visible
  WITH group, count(DISTINCT activity) AS times ORDER BY times DESC, group.sortKey
  RETURN collect(group.id) AS targetGroups
}
CALL (library, activities) {
  UNWIND activities + [library] AS place
  MATCH (place)-[joins:RUNS|TAKES_PART_IN|PARTNERS_WITH]-(ally:Ally)
  WHERE ally <> library AND coalesce(ally.visibility, 'public') IN $visible AND coalesce(joins.status, '') <> 'rejected'
  WITH DISTINCT ally ORDER BY ally.sortKey
  RETURN collect(ally.id) AS partners
}
CALL (library, activities) {
  UNWIND activities AS activity
  WITH library, activity WHERE EXISTS {
    (activity)<-[joins:RUNS|TAKES_PART_IN]-(ally:Ally) WHERE ally <> library
      AND coalesce(ally.visibility, 'public') IN $visible AND coalesce(joins.status, '') <> 'rejected' }
  RETURN count(activity) AS withPartners
}
CALL (library) {
  MATCH (library)-[:LOCATED_IN]->(:Place)-[:PART_OF*0..3]->(region:Place {level: 'region'})
  MATCH (region)<-[:PART_OF*0..3]-(:Place)<-[:LOCATED_IN]-(similar:Library)
  WHERE similar <> library AND coalesce(similar.closed, false) = false
    AND coalesce(similar.visibility, 'public') IN $visible
    AND coalesce(similar.libraryKind, '') = coalesce(library.libraryKind, '')
  WITH DISTINCT similar, COUNT {
    MATCH (similar)-[:RUNS]->(a:Activity) WHERE coalesce(a.visibility, 'public') IN $visible RETURN a } AS runs
  WHERE runs > 0
  WITH runs, COUNT {
    MATCH (similar)-[:RUNS]->(a:Activity)<-[:RUNS|TAKES_PART_IN]-(other:Ally)
    WHERE other <> similar AND coalesce(a.visibility, 'public') IN $visible
      AND coalesce(other.visibility, 'public') IN $visible
    RETURN DISTINCT other } AS others
  RETURN count(*) AS similarCount, coalesce(avg(runs), 0.0) AS similarActivities, coalesce(avg(others), 0.0) AS similarPartners
}
RETURN library.id AS library, founders, [a IN activities | a.id] AS activities, [t IN topics | t.id] AS topics, goals,
       targetGroups, partners, withPartners,
       reduce(first = null, a IN activities | CASE WHEN a.since < coalesce(first, '9999') THEN a.since ELSE first END) AS since,
       similarCount, similarActivities, similarPartners;
