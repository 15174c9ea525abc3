// Everything one step from an element, with the connection, unless that was rejected.
// param   id: ID! of Element         the element
// param   first: Int! = 100          how many at most
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns link: String!              type of the connection
// returns direction: String!         out: it leads from the element; in: it leads to the element
// returns id: ID!                    id of the neighbour
// returns type: String!              its most specific label
// returns name: String!              its name
// returns since: String              since when
// returns status: String!            proposed or confirmed
// example :params {"id": "biblioterapeuticke-ctvrtky", "first": 100, "visible": ["public", "members", "private"]}
MATCH (element:Element {id: $id})-[connection WHERE coalesce(connection.status, 'confirmed') <> 'rejected']-(neighbour:Element)
WHERE coalesce(element.visibility, 'public') IN $visible AND coalesce(neighbour.visibility, 'public') IN $visible
RETURN type(connection) AS link,
       CASE WHEN startNode(connection) = element THEN 'out' ELSE 'in' END AS direction,
       neighbour.id AS id,
       coalesce(head([label IN labels(neighbour) WHERE NOT label IN ['Element', 'Ally', 'Term', 'Organization']]),
         'Organization') AS type,
       neighbour.name AS name,
       toStringOrNull(connection.since) AS since,
       coalesce(connection.status, 'confirmed') AS status
ORDER BY link, direction, name, id
LIMIT $first;
