// What nobody has confirmed since a day, of a library or of all open libraries in a place: the library itself, the activities
// that it runs, and the connections of both. Needs and offers that have ended come first, then what was never confirmed,
// then the oldest. What is known to be over (`until`) is none of it.
// param   of: ID! of Library|Place   a library, or a place with all libraries in it
// param   since: String              the day (2025, 2025-03 or 2025-03-12); eighteen months ago if not said
// param   first: Int! = 20           how many at most
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns id: ID!                    the element that it is about, of a connection its other end
// returns type: String!              its most specific label
// returns name: String!              its name
// returns library: ID!               whose it is
// returns link: String               type of the connection; null of an element itself
// returns from: ID                   where the connection leads from
// returns to: ID                     where it leads to
// returns parallel: String           which, where several run in parallel
// returns confirmedAt: String        when it was last confirmed; null for never
// returns ended: Boolean!            whether it is a need or offer that has ended
// example :params {"of": "cz-library-900", "since": null, "first": 20, "visible": ["public", "members", "private"]}
MATCH (whose:Element {id: $of}) WHERE (whose:Library OR whose:Place) AND coalesce(whose.visibility, 'public') IN $visible
WITH whose, coalesce($since, toString(date() - duration({months: 18}))) AS since
CALL (whose) {
  WITH whose WHERE whose:Library
  RETURN whose AS library
  UNION
  MATCH (whose)<-[sits:LOCATED_IN]-(library:Library) WHERE whose:Place AND coalesce(sits.status, 'confirmed') = 'confirmed'
    AND coalesce(library.visibility, 'public') IN $visible AND coalesce(library.closed, false) = false
  RETURN library
  UNION
  MATCH (whose)<-[:PART_OF*1..4]-(seat:Place)<-[sits:LOCATED_IN]-(library:Library)
  WHERE whose:Place AND any(seen IN $visible WHERE seen + ' ' + whose.id IN seat.around)
    AND coalesce(seat.visibility, 'public') IN $visible AND coalesce(sits.status, 'confirmed') = 'confirmed'
    AND coalesce(library.visibility, 'public') IN $visible AND coalesce(library.closed, false) = false
  RETURN library
}
CALL (library) {
  RETURN library AS own
  UNION
  MATCH (library)-[runs:RUNS WHERE coalesce(runs.status, 'confirmed') = 'confirmed']->(own:Activity)
  WHERE coalesce(own.visibility, 'public') IN $visible
    AND NOT coalesce(toStringOrNull(own.until) < left(toString(date()), size(toStringOrNull(own.until))), false)
  RETURN own
}
CALL (library, own, since) {
  WITH own, since, coalesce(toStringOrNull(own.confirmedAt), head([t IN [own.createdAt] WHERE t IS :: ZONED DATETIME NOT NULL | toString(date(t))])) AS known
  WHERE coalesce(left(known, size(since)) < since, true)
  RETURN own AS about, null AS link, toStringOrNull(own.confirmedAt) AS confirmedAt, false AS ended
  UNION
  MATCH (own)-[link]-(about:Element)
  WHERE (own = library OR about <> library) AND NOT link:SHOWS|SAME_AS AND coalesce(link.status, 'confirmed') = 'confirmed'
    AND coalesce(about.visibility, 'public') IN $visible
    AND NOT coalesce(toStringOrNull(link.until) < left(toString(date()), size(toStringOrNull(link.until))), false)
    AND NOT coalesce(toStringOrNull(about.until) < left(toString(date()), size(toStringOrNull(about.until))), false)
  WITH about, link, since, link:NEEDS|OFFERS AND coalesce(toStringOrNull(link.confirmedAt) < toString(date() - duration({months: 18})), false) AS ended
  WHERE coalesce(left(toStringOrNull(link.confirmedAt), size(since)) < since, true)
  RETURN about, link, toStringOrNull(link.confirmedAt) AS confirmedAt, ended
}
WITH library, link, about, confirmedAt, ended ORDER BY ended DESC, coalesce(confirmedAt, ''), library.sortKey, about.sortKey
WITH library, coalesce(elementId(link), about.id) AS fact, head(collect([link, about, confirmedAt, ended])) AS row
WITH library, row[0] AS link, row[1] AS about, row[2] AS confirmedAt, row[3] AS ended
ORDER BY ended DESC, coalesce(confirmedAt, ''), library.sortKey, link IS NOT NULL, type(link), about.sortKey,
  startNode(link).id, endNode(link).id, link.parallel
LIMIT $first
RETURN about.id AS id,
  coalesce(head([label IN labels(about) WHERE NOT label IN ['Element', 'Ally', 'Term', 'Organization']]), 'Organization') AS type,
  about.name AS name, library.id AS library, type(link) AS link, startNode(link).id AS from, endNode(link).id AS to,
  link.parallel AS parallel, confirmedAt, ended;
