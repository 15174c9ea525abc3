// What a library does for its founder's town: activities, for whom, with whom, in which topics and goals, since when.
// Compared with other open libraries of the same kind that have any activity on the map, in municipalities with a third
// to three times as many people; where the map does not know how many people there are, in any.
// Partners are who runs or takes part in an activity of the library, and who is its partner directly. What is only
// proposed counts nowhere and is listed apart.
// cs Co knihovna dělá pro svého zřizovatele: aktivity, pro koho, s kým, v jakých tématech a cílech, od kdy.
// answers one
// param   library: ID! of Library         the library / knihovna
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns library: Library!               the library / knihovna
// returns founders: [AnyOrganization!]!   who founds it / kdo ji zřizuje
// returns activities: [Activity!]!        what it runs, the newest first / co pořádá, od nejnovějšího
// returns topics: [Topic!]!               what that is about, the most frequent first / o čem to je, od nejčastějšího
// returns goals: [Topic!]!                topics of other frameworks that these match: SDGs, key competences, a national strategy / cíle a témata jiných rámců
// returns targetGroups: [TargetGroup!]!   for whom, the most frequent first / pro koho, od nejčastější
// returns partners: [Ally!]!              who takes part or is a partner / kdo se účastní nebo je partnerem
// returns withPartners: Int!              how many of the activities rest on partners / kolik aktivit stojí na partnerech
// returns since: String                   when the earliest began / kdy začala nejstarší
// returns dated: Int!                     of how many activities a year is known / u kolika aktivit je znám rok
// returns population: Int                 people of its municipality / kolik obyvatel má obec
// returns similarFrom: Int                fewest people of the municipalities of the similar ones; null when they are of any size / od kolika obyvatel
// returns similarTo: Int                  most people of these / do kolika obyvatel
// returns similarCount: Int!              libraries that it is compared with / s kolika knihovnami je srovnána
// returns similarActivities: Float!       activities of these on average / kolik mají průměrně aktivit
// returns similarPartners: Float!         partners of these on average / kolik mají průměrně partnerů
// returns similarTopics: Float!           topics of these on average / kolik mají průměrně témat
// returns similar: [LibraryCounts!]!    these, the most active first, 20 at most / které to jsou
// returns activityDetails: [BriefActivity!]! the activities in detail / aktivity podrobně
// returns topicCounts: [TopicCounts!]!  the topics in numbers / témata s počty
// returns goalCounts: [GoalCounts!]!    the goals in numbers, by framework / cíle s počty
// returns targetGroupCounts: [TargetGroupCounts!]! the target groups in numbers / cílové skupiny s počty
// returns partnerCounts: [PartnerCounts!]! the partners in numbers, the most frequent first / partneři s počty
// returns needs: [Need!]!               what it or an activity of it needs / co potřebuje ona nebo její aktivita
// returns sources: [Claim!]!            where each claim is from / odkud je které tvrzení
// returns unconfirmed: [ProposedLink!]! proposals that wait for a word / návrhy, které čekají na potvrzení
// returns years: [YearCounts!]!         what went on then: from since to until, what recurs up to now / po letech
// example :params {"library": "cz-library-900", "visible": ["public", "members", "private"]}
MATCH (library:Library&Element {id: $library}) WHERE coalesce(library.visibility, 'public') IN $visible
CALL (library) {
  OPTIONAL MATCH (library)-[founded:FOUNDED_BY WHERE coalesce(founded.status, 'confirmed') = 'confirmed']->(founder) WHERE coalesce(founder.visibility, 'public') IN $visible
    AND coalesce(toStringOrNull(founded.until), '9999') >= left(toString(date()), size(coalesce(toStringOrNull(founded.until), '9999')))
  WITH DISTINCT founder ORDER BY founder.sortKey
  RETURN collect(founder.id) AS founders
}
CALL (library) {
  OPTIONAL MATCH (library)-[sits:LOCATED_IN WHERE coalesce(sits.status, 'confirmed') = 'confirmed']->(place:Place)
  WHERE coalesce(place.visibility, 'public') IN $visible
  WITH place ORDER BY place.sortKey
  RETURN head(collect(toIntegerOrNull(place.population))) AS population
}
CALL (library) {
  OPTIONAL MATCH (library)-[runs:RUNS]->(activity:Activity)
  WHERE coalesce(activity.visibility, 'public') IN $visible AND coalesce(runs.status, 'confirmed') = 'confirmed'
  WITH DISTINCT activity ORDER BY coalesce(toStringOrNull(activity.since), '') DESC, activity.sortKey
  RETURN collect(activity) AS ran
}
CALL (library, ran) {
  UNWIND ran AS activity
  WITH library, activity, COLLECT {
    MATCH (activity)-[about:ABOUT WHERE coalesce(about.status, 'confirmed') = 'confirmed']->(topic:Topic)
    WHERE coalesce(topic.visibility, 'public') IN $visible
    WITH DISTINCT topic ORDER BY topic.sortKey RETURN topic.id } AS topics, COLLECT {
    MATCH (activity)-[serves:FOR WHERE coalesce(serves.status, 'confirmed') = 'confirmed']->(group:TargetGroup)
    WHERE coalesce(group.visibility, 'public') IN $visible
    WITH DISTINCT group ORDER BY group.sortKey RETURN group.id } AS targetGroups, COLLECT {
    MATCH (activity)<-[joins:RUNS|TAKES_PART_IN]-(ally:Ally) WHERE ally <> library
      AND coalesce(ally.visibility, 'public') IN $visible AND coalesce(joins.status, 'confirmed') = 'confirmed'
    WITH DISTINCT ally ORDER BY ally.sortKey RETURN ally.id } AS partners
  RETURN collect({elementId: activity.id, name: activity.name, kind: activity.kind, since: toStringOrNull(activity.since),
    until: toStringOrNull(activity.until), recurring: coalesce(toBooleanOrNull(activity.recurring), false), results: activity.results, url: activity.url, source: head([] + activity.sources),
    topics: topics, targetGroups: targetGroups, partners: partners}) AS activityDetails
}
CALL (activityDetails) {
  UNWIND activityDetails AS activity
  UNWIND activity.topics AS id
  WITH id, count(*) AS times, reduce(all = [], each IN collect(activity.partners) | all + each) AS partners
  MATCH (topic:Topic&Element {id: id})
  WITH topic, times, COUNT { UNWIND partners AS partner RETURN DISTINCT partner } AS partners
  ORDER BY times DESC, topic.sortKey
  RETURN collect({elementId: topic.id, name: topic.name, nameEn: topic.nameEn, activities: times, partners: partners}) AS topicCounts
}
CALL (activityDetails) {
  UNWIND activityDetails AS activity
  UNWIND activity.topics AS id
  MATCH way = (:Topic&Element {id: id})-[:BROADER*0..2]->()-[:MATCHES]-(goal:Topic)
  WHERE coalesce(goal.scheme, 'spojenci') <> coalesce(nodes(way)[0].scheme, 'spojenci') AND coalesce(goal.scheme, 'spojenci') <> 'spojenci' AND all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') IN $visible)
    AND all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
  WITH goal, count(DISTINCT activity.elementId) AS times ORDER BY goal.scheme, toIntegerOrNull(goal.notation), goal.notation, goal.sortKey
  RETURN collect({elementId: goal.id, scheme: goal.scheme, notation: goal.notation, name: goal.name, nameEn: goal.nameEn, activities: times}) AS goalCounts
}
CALL (activityDetails) {
  UNWIND activityDetails AS activity
  UNWIND activity.targetGroups AS id
  WITH id, count(*) AS times
  MATCH (group:TargetGroup&Element {id: id})
  WITH group, times ORDER BY times DESC, group.sortKey
  RETURN collect({elementId: group.id, name: group.name, nameEn: group.nameEn, activities: times}) AS targetGroupCounts
}
CALL (library, founders, activityDetails) {
  WITH founders, activityDetails, COLLECT {
    MATCH (library)-[joins:PARTNERS_WITH]-(ally:Ally) WHERE ally <> library
      AND coalesce(ally.visibility, 'public') IN $visible AND coalesce(joins.status, 'confirmed') = 'confirmed'
      AND coalesce(toStringOrNull(joins.until), '9999') >= left(toString(date()), size(coalesce(toStringOrNull(joins.until), '9999')))
    RETURN DISTINCT ally.id } AS direct
  UNWIND direct + reduce(all = [], each IN activityDetails | all + each.partners) AS id
  WITH DISTINCT founders, id, id IN direct AS known, size([each IN activityDetails WHERE id IN each.partners]) AS times
  MATCH (ally:Ally&Element {id: id})
  WITH founders, ally, known, times ORDER BY times DESC, ally.sortKey
  RETURN collect({elementId: ally.id, name: ally.name, activities: times, direct: known, founder: ally.id IN founders,
    kind: coalesce(ally.kind, CASE WHEN ally:Library THEN 'library' WHEN ally:Community THEN 'community' END)}) AS partnerCounts
}
CALL (activityDetails) {
  UNWIND activityDetails AS activity
  WITH activity, toInteger(left(coalesce(toStringOrNull(activity.since), toStringOrNull(activity.until)), 4)) AS begun WHERE begun IS NOT NULL
  WITH activity, begun, coalesce(toInteger(left(toStringOrNull(activity.until), 4)),
    CASE WHEN toBooleanOrNull(activity.recurring) THEN date().year ELSE begun END) AS ended
  UNWIND range(begun, CASE WHEN ended > date().year THEN date().year ELSE ended END) AS year
  WITH year, collect(activity) AS then
  WITH year, size(then) AS activities,
    COUNT { UNWIND then AS each UNWIND each.partners AS id RETURN DISTINCT id } AS partners,
    COUNT { UNWIND then AS each UNWIND each.topics AS id RETURN DISTINCT id } AS topics ORDER BY year
  RETURN collect({year: year, activities: activities, partners: partners, topics: topics}) AS years
}
CALL (library, population) {
  MATCH (similar:Library)-[:RUNS]->(:Activity)
  WITH DISTINCT library, population, similar
  WHERE similar <> library AND coalesce(similar.closed, false) = false AND coalesce(similar.visibility, 'public') IN $visible
    AND coalesce(similar.libraryKind, '') = coalesce(library.libraryKind, '')
  MATCH (similar)-[sits:LOCATED_IN WHERE coalesce(sits.status, 'confirmed') = 'confirmed']->(place:Place)
  WHERE coalesce(place.visibility, 'public') IN $visible
    AND (coalesce(population, 0) = 0 OR population / 3.0 <= toIntegerOrNull(place.population) <= population * 3.0)
  WITH DISTINCT similar, COLLECT {
    MATCH (similar)-[runs:RUNS]->(a:Activity)
    WHERE coalesce(a.visibility, 'public') IN $visible AND coalesce(runs.status, 'confirmed') = 'confirmed'
    RETURN DISTINCT a } AS runs
  WHERE size(runs) > 0
  WITH similar, size(runs) AS activities, COUNT {
    UNWIND runs + [similar] AS at
    MATCH (at)-[joins:RUNS|TAKES_PART_IN|PARTNERS_WITH]-(other:Ally)
    WHERE other <> similar AND coalesce(other.visibility, 'public') IN $visible
      AND coalesce(joins.status, 'confirmed') = 'confirmed'
      AND (NOT joins:PARTNERS_WITH OR coalesce(toStringOrNull(joins.until), '9999') >= left(toString(date()), size(coalesce(toStringOrNull(joins.until), '9999'))))
    RETURN DISTINCT other } AS partners, COUNT {
    UNWIND runs AS a
    MATCH (a)-[about:ABOUT WHERE coalesce(about.status, 'confirmed') = 'confirmed']->(topic:Topic)
    WHERE coalesce(topic.visibility, 'public') IN $visible
    RETURN DISTINCT topic } AS topics
  ORDER BY activities DESC, partners DESC, similar.sortKey
  RETURN count(*) AS similarCount, coalesce(avg(activities), 0.0) AS similarActivities,
    coalesce(avg(partners), 0.0) AS similarPartners, coalesce(avg(topics), 0.0) AS similarTopics,
    collect({elementId: similar.id, name: similar.name, activities: activities, partners: partners, topics: topics})[..20] AS similar
}
CALL (library, ran) {
  UNWIND [library] + ran AS at
  MATCH (at)-[link:RUNS|TAKES_PART_IN|PARTNERS_WITH|FOUNDED_BY|MEMBER_OF|NEEDS]-(told)
  WHERE told <> library AND coalesce(told.visibility, 'public') IN $visible AND coalesce(link.status, 'confirmed') <> 'rejected'
    AND (at <> library OR startNode(link) = library OR link:PARTNERS_WITH)
    AND (NOT link:PARTNERS_WITH|FOUNDED_BY OR coalesce(toStringOrNull(link.until), '9999') >= left(toString(date()), size(coalesce(toStringOrNull(link.until), '9999'))))
  WITH DISTINCT library, at, link, told ORDER BY type(link), told.sortKey, at.sortKey
  RETURN collect({link: type(link), proposed: link.status = 'proposed', elementId: told.id, name: told.name, nameEn: told.nameEn,
    note: link.note, source: head([] + link.sources), until: toStringOrNull(link.until), confirmedAt: toStringOrNull(link.confirmedAt),
    activity: CASE WHEN at <> library THEN at.name END}) AS said
}
WITH *, [s IN said WHERE s.proposed | s {.link, .elementId, .name, .activity}] AS unconfirmed, [s IN said WHERE NOT coalesce(s.proposed, false)] AS said
WITH *, [s IN said WHERE s.link = 'NEEDS' | s {.elementId, .name, .nameEn, .note, .activity,
    ended: coalesce(toStringOrNull(s.until) < left(toString(date()), size(toStringOrNull(s.until))), false) OR coalesce(toStringOrNull(s.confirmedAt) < toString(date() - duration({months: 18})), false)}] AS needs,
  [a IN ran | a {kind: 'activity', .name, source: head([] + a.sources)}] +
  [s IN said WHERE s.link = 'PARTNERS_WITH' OR s.link IN ['RUNS', 'TAKES_PART_IN'] AND s.activity IS NOT NULL | s {kind: 'partner', .name, .source}] +
  [s IN said WHERE s.link = 'FOUNDED_BY' | s {kind: 'founder', .name, .source}] +
  [s IN said WHERE s.link = 'NEEDS' | s {kind: 'need', .name, .source}] AS sources
WITH *, reduce(first = null, a IN ran | CASE WHEN toStringOrNull(a.since) <= left(toString(date()), size(toStringOrNull(a.since))) AND toStringOrNull(a.since) < coalesce(first, '9999') THEN toStringOrNull(a.since) ELSE first END) AS since
RETURN library.id AS library, founders, [a IN ran | a.id] AS activities, [t IN topicCounts | t.elementId] AS topics,
       [g IN goalCounts | g.elementId] AS goals, [g IN targetGroupCounts | g.elementId] AS targetGroups,
       COLLECT { UNWIND partnerCounts AS p MATCH (ally:Element {id: p.elementId}) WITH ally ORDER BY ally.sortKey RETURN ally.id } AS partners,
       size([a IN activityDetails WHERE size(a.partners) > 0]) AS withPartners, since,
       size([a IN ran WHERE coalesce(toStringOrNull(a.since), toStringOrNull(a.until)) IS NOT NULL]) AS dated, population,
       CASE WHEN population > 0 THEN toInteger(ceil(population / 3.0)) END AS similarFrom,
       CASE WHEN population > 0 THEN toInteger(population * 3.0) END AS similarTo,
       similarCount, similarActivities, similarPartners, similarTopics, similar,
       activityDetails, topicCounts, goalCounts, targetGroupCounts, partnerCounts, needs, COLLECT { UNWIND sources AS claim
         OPTIONAL MATCH (source:Source&Element {id: claim.source}) WHERE coalesce(source.visibility, 'public') IN $visible
         RETURN claim {.kind, .name, source: coalesce(source.name, claim.source)} } AS sources,
       unconfirmed, years;
