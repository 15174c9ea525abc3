// Libraries that do much the same: for shared topics, target groups and roles, own ones and those of their activities.
// What few libraries share tells more than what all do; each counts one over the logarithm of how many have it.
// cs Knihovny, které dělají totéž: podle společných témat, cílových skupin a rolí, vlastních i u aktivit.
// answers many
// param   to: ID! of Library            the library that is compared / srovnávaná knihovna
// param   first: Int! = 10 [0..100]     how many at most / nejvýše kolik
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns library: Library!             the similar library / podobná knihovna
// returns score: Float!                 0 to 1, the part of what the compared one does / jakou část jejího záběru sdílí
// returns shared: [Element!]!           what both share, the most telling first / co sdílejí, nejvýmluvnější první
// example :params {"to": "cz-library-900", "first": 10, "visible": ["public", "members", "private"]}
MATCH (asked:Library&Element {id: $to}) WHERE coalesce(asked.visibility, 'public') IN $visible
CALL (asked) {
  MATCH way = (asked)-[:RUNS|TAKES_PART_IN*0..1]->(does)-[:WORKS_ON|ABOUT|SERVES|FOR|PLAYS|FULFILS]->(term:Term)
  WHERE all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    AND coalesce(does.visibility, 'public') IN $visible AND coalesce(term.visibility, 'public') IN $visible
  WITH DISTINCT term
  RETURN collect({term: term, worth: 1 / log(2 + COUNT {
    MATCH (term)<-[has:WORKS_ON|ABOUT|SERVES|FOR|PLAYS|FULFILS WHERE coalesce(has.status, 'confirmed') = 'confirmed']-(other)
    WHERE coalesce(other.visibility, 'public') IN $visible RETURN other })}) AS terms
}
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
WITH library, sum / whole AS score, shared ORDER BY score DESC, library.sortKey LIMIT $first
RETURN library.id AS library, score, shared;
