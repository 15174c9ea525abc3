// What an ally, a place or a topic looks like in numbers: in the network of all allies, day by day, and year by year.
// A place stands for the open allies in it, a topic for those who work on it or on something narrower: degree, betweenness
// and reach are sums over them, density an average. The network is that of what everybody sees, whoever asks; it is
// measured once a day at most. The years count activities from since to until; what recurs goes on up to now.
// cs Jak je spojenec, místo nebo téma vidět v číslech: v síti všech spojenců den po dni a v aktivitách rok po roce.
// answers one
// param   of: ID! of Ally|Place|Topic     an ally, a place or a topic / spojenec, místo nebo téma
// param   first: Int! = 24 [1..120]       snapshots in the history at most, the newest / nejvýše kolik dní v historii
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns element: Element!               what the numbers are of / čeho čísla jsou
// returns allies: Int!                    allies that they are of; 1 of an ally, 0 when not everybody sees it / kolika spojenců
// returns day: String                     when they were measured last (ISO 8601); null before the first time / kdy byla změřena
// returns estimated: Boolean              whether the betweenness is an estimate, for the network is large / zda jde o odhad
// returns degree: Int                     ties: allies met in an activity, partners, founders, communities / kolik má vazeb
// returns betweenness: Float              share of shortest paths between others that lead over it, 0 to 1 (Freeman) / mezilehlost
// returns reach: Int                      allies within two steps / kolik spojenců je do dvou kroků
// returns density: Float                  of the ties that its neighbours could have, the share that there are / hustota okolí
// returns rank: Int                       of a library: its place among all by ties, 1 for most / pořadí mezi knihovnami
// returns percentile: Float               of a library: the share of the others that have fewer ties, 0 to 1 / jaký podíl knihoven má méně vazeb
// returns libraries: Int                  how many open libraries there are / kolik je otevřených knihoven
// returns activeLibraries: Int!           open libraries of which the map knows any activity / u kolika otevřených knihoven zná mapa nějakou aktivitu
// returns communities: [CommunityCounts!]! communities that they belong to, ten at most / komunity
// returns history: [DayOfNetwork!]!     the snapshots, oldest first / historie
// returns activities: Int!                how many activities the map knows of it / kolik aktivit mapa zná
// returns dated: Int!                     of how many of these it knows a year; the others are in no year / u kolika z nich zná rok
// returns years: [YearCounts!]!         what went on then / po letech
// example :params {"of": "cz-library-900", "first": 24, "visible": ["public", "members", "private"]}
MATCH (of:Element {id: $of}) WHERE (of:Ally OR of:Place OR of:Topic) AND coalesce(of.visibility, 'public') IN $visible
CALL (of) {
  CALL (of) {
    UNWIND [of] AS ally
    WITH ally WHERE ally:Ally
    RETURN ally
  UNION
    MATCH way = (of)<-[:PART_OF*0..5]-(:Place)<-[:LOCATED_IN]-(ally:Ally)
    WHERE of:Place AND all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') = 'public')
      AND all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    RETURN ally
  UNION
    MATCH way = (of)<-[:BROADER*0..4]-(:Topic)<-[:WORKS_ON]-(ally:Ally)
    WHERE of:Topic AND all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') = 'public')
      AND all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    RETURN ally
  UNION
    MATCH way = (of)<-[:BROADER*0..4]-(:Topic)<-[:ABOUT]-(activity:Activity)<-[:RUNS|TAKES_PART_IN]-(ally:Ally)
    WHERE of:Topic AND all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') = 'public')
      AND all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    RETURN ally
  }
  WITH DISTINCT ally
  WHERE coalesce(ally.visibility, 'public') = 'public' AND coalesce(ally.closed, false) = false
  WITH ally ORDER BY ally.id
  RETURN collect(ally.id) AS counted
}
CALL () {
  MATCH (snapshot:Internal {kind: 'NetworkSnapshot'}) WHERE snapshot.day IS NOT NULL
  WITH properties(snapshot) AS snapshot WHERE snapshot.done
  WITH snapshot ORDER BY snapshot.day DESC LIMIT $first
  RETURN collect(snapshot) AS snapshots
}
CALL (of, counted, snapshots) {
  UNWIND snapshots AS snapshot
  CALL (counted, snapshot) {
    MATCH (found:Internal {kind: 'AllyNumbers', snapshot: snapshot.day})
    WITH properties(found) AS numbers WHERE any(id IN counted WHERE numbers.first <= id <= numbers.last)
    UNWIND [n IN range(0, size(numbers.of) - 1) WHERE numbers.of[n] IN counted] AS n
    WITH numbers.degree[n] AS degree, numbers.betweenness[n] AS betweenness, numbers.reach[n] AS reach,
      numbers.density[n] AS density, numbers.rank[n] AS rank, numbers.percentile[n] AS percentile
    RETURN sum(degree) AS degree, sum(betweenness) AS betweenness, sum(reach) AS reach,
      avg(CASE WHEN density >= 0 THEN density END) AS density, min(CASE WHEN rank >= 0 THEN rank END) AS rank,
      max(CASE WHEN percentile >= 0 THEN percentile END) AS percentile
  }
  WITH snapshot, degree, toFloat(betweenness) AS betweenness, reach, density, rank, percentile,
    of:Library AND counted <> [] AS ranked
  ORDER BY snapshot.day
  RETURN collect({day: snapshot.day, degree: degree, betweenness: betweenness, reach: reach, density: density,
    rank: CASE WHEN ranked THEN coalesce(rank, snapshot.tiedLibraries + 1) END,
    percentile: CASE WHEN ranked THEN coalesce(percentile, 0.0) END}) AS measured
}
CALL (counted, snapshots) {
  MATCH (found:Internal {kind: 'AllyNumbers', snapshot: head(snapshots).day})
  WITH properties(found) AS numbers WHERE any(id IN counted WHERE numbers.first <= id <= numbers.last)
  UNWIND [n IN range(0, size(numbers.of) - 1) WHERE numbers.of[n] IN counted] AS n
  WITH numbers.community[n] AS id, max(numbers.communitySize[n]) AS size, count(*) AS allies
  ORDER BY allies DESC, id LIMIT 10
  OPTIONAL MATCH (strongest:Ally&Element {id: id}) WHERE coalesce(strongest.visibility, 'public') IN $visible
  WITH strongest, size, allies ORDER BY allies DESC, strongest.id
  RETURN collect({elementId: strongest.id, name: strongest.name, size: size, allies: allies}) AS communities
}
CALL () {
  MATCH (active:Library)-[runs:RUNS]->(activity:Activity)
  WHERE coalesce(runs.status, 'confirmed') = 'confirmed' AND coalesce(active.closed, false) = false
    AND coalesce(active.visibility, 'public') IN $visible AND coalesce(activity.visibility, 'public') IN $visible
  RETURN count(DISTINCT active) AS activeLibraries
}
CALL (of) {
  CALL (of) {
    MATCH (of)-[joins:RUNS|TAKES_PART_IN]->(activity:Activity)
    WHERE of:Ally AND coalesce(joins.status, 'confirmed') = 'confirmed'
    RETURN activity
  UNION
    MATCH way = (of)<-[:PART_OF*0..5]-(:Place)<-[:LOCATED_IN]-(activity:Activity)
    WHERE of:Place AND all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') IN $visible)
      AND all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    RETURN activity
  UNION
    MATCH way = (of)<-[:PART_OF*0..5]-(:Place)<-[:LOCATED_IN]-(ally:Ally)-[:RUNS|TAKES_PART_IN]->(activity:Activity)
    WHERE of:Place AND all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') IN $visible)
      AND all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    RETURN activity
  UNION
    MATCH way = (of)<-[:BROADER*0..4]-(:Topic)<-[:ABOUT]-(activity:Activity)
    WHERE of:Topic AND all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') IN $visible)
      AND all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    RETURN activity
  }
  WITH DISTINCT activity WHERE coalesce(activity.visibility, 'public') IN $visible
  RETURN collect(activity) AS known
}
CALL (of, known) {
  UNWIND known AS activity
  WITH of, activity, toInteger(left(coalesce(toStringOrNull(activity.since), toStringOrNull(activity.until)), 4)) AS begun WHERE begun IS NOT NULL
  WITH of, activity, begun, coalesce(toInteger(left(toStringOrNull(activity.until), 4)),
    CASE WHEN toBooleanOrNull(activity.recurring) THEN date().year ELSE begun END) AS ended
  UNWIND range(begun, CASE WHEN ended > date().year THEN date().year ELSE ended END) AS year
  WITH of, year, collect(activity) AS then
  WITH year, size(then) AS activities, COUNT {
    UNWIND then AS each
    MATCH (each)<-[joins:RUNS|TAKES_PART_IN]-(ally:Ally) WHERE ally <> of
      AND coalesce(ally.visibility, 'public') IN $visible AND coalesce(joins.status, 'confirmed') = 'confirmed'
    RETURN DISTINCT ally } AS partners, COUNT {
    UNWIND then AS each
    MATCH (each)-[about:ABOUT WHERE coalesce(about.status, 'confirmed') = 'confirmed']->(topic:Topic)
    WHERE coalesce(topic.visibility, 'public') IN $visible
    RETURN DISTINCT topic } AS topics
  ORDER BY year
  RETURN collect({year: year, activities: activities, partners: partners, topics: topics}) AS years
}
WITH of, counted, communities, known, years, activeLibraries, head(snapshots) AS newest, CASE WHEN counted = [] THEN [] ELSE measured END AS history
WITH of, counted, communities, known, years, activeLibraries, newest, history, last(history) AS now
RETURN of.id AS element, size(counted) AS allies, newest.day AS day, newest.estimated AS estimated,
       now.degree AS degree, now.betweenness AS betweenness, now.reach AS reach, now.density AS density,
       now.rank AS rank, now.percentile AS percentile, newest.libraries AS libraries,
       activeLibraries, communities, history, size(known) AS activities,
       size([a IN known WHERE coalesce(toStringOrNull(a.since), toStringOrNull(a.until)) IS NOT NULL]) AS dated, years;
