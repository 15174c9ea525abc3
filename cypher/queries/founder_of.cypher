// Who founds a library (or another body), and what else each founder founds.
// param   library: ID! of Organization  the library
// param   first: Int! = 100          how many others at most, of each founder
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns id: ID!                    id of the founder
// returns name: String!              its name
// returns kind: String               its kind
// returns others: [JSON!]!            id and name of what else it founds; closed libraries are left out
// example :params {"library": "cz-library-1795", "first": 100, "visible": ["public", "members", "private"]}
MATCH (library:Element {id: $library})-[founded:FOUNDED_BY WHERE coalesce(founded.status, 'confirmed') = 'confirmed']->(founder:Organization)
WHERE coalesce(library.visibility, 'public') IN $visible AND coalesce(founder.visibility, 'public') IN $visible
  AND coalesce(toStringOrNull(founded.until), '9999') >= left(toString(date()), size(coalesce(toStringOrNull(founded.until), '9999')))
WITH DISTINCT library, founder
RETURN founder.id AS id,
       founder.name AS name,
       founder.kind AS kind,
       COLLECT {
         MATCH (founder)<-[also:FOUNDED_BY WHERE coalesce(also.status, 'confirmed') = 'confirmed']-(other:Organization)
         WHERE other <> library AND NOT coalesce(toBooleanOrNull(other.closed), false) AND coalesce(other.visibility, 'public') IN $visible
           AND coalesce(toStringOrNull(also.until), '9999') >= left(toString(date()), size(coalesce(toStringOrNull(also.until), '9999')))
         WITH DISTINCT other
         RETURN other {.id, .name} ORDER BY other.name, other.id LIMIT $first
       } AS others
ORDER BY name, id;
