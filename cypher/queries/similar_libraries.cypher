// Libraries that do much the same: for shared topics, target groups and roles, own ones and those of their activities.
// What few libraries share tells more than what all do; each counts one over the logarithm of how many have it.
// Of a library of which the map knows none of that: those that run activities and are most like it in kind, in the
// population of their municipality and in being near; the score is then the mean of these three.
// cs Knihovny, které dělají totéž: podle společných témat, cílových skupin a rolí, vlastních i u aktivit.
// answers many
// param   to: ID! of Library            the library that is compared / srovnávaná knihovna
// param   first: Int! = 10 [0..100]     how many at most / nejvýše kolik
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns library: Library!             the similar library / podobná knihovna
// returns score: Float!                 0 to 1, the part of what the compared one does / jakou část jejího záběru sdílí
// returns shared: [Element!]!           what both share, the most telling first / co sdílejí, nejvýmluvnější první
// returns idle: Boolean!                whether the score is of kind, population and nearness, for the map knows nothing that the compared one does / zda jde jen o podobnost druhem, velikostí a blízkostí
// returns place: Place                  where the similar one is / kde podobná knihovna je
// returns kilometres: Float             how far apart they are / jak daleko jsou od sebe
// returns population: Int               of the municipality of the similar one / kolik obyvatel má obec podobné knihovny
// returns activities: [Activity!]!      what the similar one runs, the newest first; five at most / co podobná pořádá, nejvýše pět
// example :params {"to": "cz-library-900", "first": 10, "visible": ["public", "members", "private"]}
MATCH (asked:Library&Element {id: $to}) WHERE coalesce(asked.visibility, 'public') IN $visible
CALL (asked) {
  OPTIONAL MATCH (asked)-[sits:LOCATED_IN WHERE coalesce(sits.status, 'confirmed') = 'confirmed']->(place:Place)
  WHERE coalesce(place.visibility, 'public') IN $visible
  WITH place ORDER BY place.sortKey
  RETURN head(collect(place)) AS home
}
CALL (asked) {
  MATCH way = (asked)-[:RUNS|TAKES_PART_IN*0..1]->(does)-[:WORKS_ON|ABOUT|SERVES|FOR|PLAYS|FULFILS]->(term:Term)
  WHERE all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    AND coalesce(does.visibility, 'public') IN $visible AND coalesce(term.visibility, 'public') IN $visible
  WITH DISTINCT term
  RETURN collect({term: term, worth: 1 / log(2 + COUNT {
    MATCH (term)<-[has:WORKS_ON|ABOUT|SERVES|FOR|PLAYS|FULFILS WHERE coalesce(has.status, 'confirmed') = 'confirmed']-(other)
    WHERE coalesce(other.visibility, 'public') IN $visible RETURN other })}) AS terms
}
CALL (asked, home, terms) {
  WITH asked, terms, reduce(sum = 0.0, t IN terms | sum + t.worth) AS whole
  UNWIND terms AS entry
  WITH asked, whole, entry.term AS term, entry.worth AS worth
  MATCH way = (term)<-[:WORKS_ON|ABOUT|SERVES|FOR|PLAYS|FULFILS]-(does)<-[:RUNS|TAKES_PART_IN*0..1]-(library:Library)
  WHERE library <> asked AND all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    AND coalesce(library.closed, false) = false
    AND coalesce(does.visibility, 'public') IN $visible AND coalesce(library.visibility, 'public') IN $visible
  WITH DISTINCT whole, library, term, worth
  ORDER BY worth DESC, term.sortKey
  WITH whole, library, sum(worth) AS sum, collect(term.id) AS shared
  RETURN library, sum / whole AS score, shared ORDER BY score DESC, library.sortKey LIMIT $first
UNION
  WITH asked, home, terms
  UNWIND CASE WHEN terms = [] THEN [true] ELSE [] END AS alone // a WHERE would be looked at after all libraries
  MATCH (activity:Activity)<-[runs:RUNS WHERE coalesce(runs.status, 'confirmed') = 'confirmed']-(library:Library)
  WHERE library <> asked AND coalesce(activity.visibility, 'public') IN $visible
    AND coalesce(library.closed, false) = false AND coalesce(library.visibility, 'public') IN $visible
  WITH DISTINCT asked, home, library
  OPTIONAL MATCH (library)-[sits:LOCATED_IN WHERE coalesce(sits.status, 'confirmed') = 'confirmed']->(place:Place)
  WHERE coalesce(place.visibility, 'public') IN $visible
  WITH library, CASE WHEN library.libraryKind = asked.libraryKind THEN 1.0 ELSE 0.0 END AS kind,
    max(CASE WHEN toIntegerOrNull(place.population) > 0 AND toIntegerOrNull(home.population) > 0
      THEN 1 - abs(log10(1.0 * toIntegerOrNull(place.population) / toIntegerOrNull(home.population))) / 2 ELSE 0.0 END) AS size,
    max(coalesce(1 / (1 + point.distance(place.location, home.location) / 50000), 0.0)) AS nearness
  RETURN library, (kind + CASE WHEN size < 0 THEN 0.0 ELSE size END + nearness) / 3 AS score, [] AS shared
  ORDER BY score DESC, library.sortKey LIMIT $first
}
CALL (library, home) {
  OPTIONAL MATCH (library)-[sits:LOCATED_IN WHERE coalesce(sits.status, 'confirmed') = 'confirmed']->(place:Place)
  WHERE coalesce(place.visibility, 'public') IN $visible
  WITH place ORDER BY place.sortKey
  RETURN head(collect(place.id)) AS place, min(point.distance(place.location, home.location)) / 1000 AS kilometres, max(toIntegerOrNull(place.population)) AS population
}
WITH library, score, shared, terms = [] AS idle, place, kilometres, population, COLLECT {
  MATCH (library)-[runs:RUNS]->(activity:Activity)
  WHERE coalesce(runs.status, 'confirmed') = 'confirmed' AND coalesce(activity.visibility, 'public') IN $visible
  WITH DISTINCT activity ORDER BY coalesce(toStringOrNull(activity.since), '') DESC, activity.sortKey LIMIT 5
  RETURN activity.id } AS activities
ORDER BY score DESC, library.sortKey
RETURN library.id AS library, score, shared, idle, place, kilometres, population, activities;
