// Libraries in a place and everything inside it: a municipality, district, region or the country.
// param   place: ID! of Place               the place
// param   includeClosed: Boolean! = false   whether closed libraries are listed too
// param   first: Int! = 100                 how many at most
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns id: ID!                           id of the library
// returns name: String!                     its name
// returns municipality: String!             where it is
// returns libraryKind: String               its kind in the register
// returns sigla: String                     its sigla
// returns closed: Boolean!                  whether it closed
// example :params {"place": "cz0721", "includeClosed": false, "first": 100, "visible": ["public", "members", "private"]}
MATCH way = (:Element {id: $place})<-[:PART_OF*0..5]-(place:Place)<-[:LOCATED_IN]-(library:Library)
WHERE ($includeClosed OR NOT coalesce(toBooleanOrNull(library.closed), false))
  AND all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') IN $visible)
  AND all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
WITH DISTINCT library, place
RETURN library.id AS id,
       library.name AS name,
       place.name AS municipality,
       library.libraryKind AS libraryKind,
       library.sigla AS sigla,
       coalesce(toBooleanOrNull(library.closed), false) AS closed
ORDER BY municipality, name, id
LIMIT $first;
