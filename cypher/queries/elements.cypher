// Which of these ids exist, and what they are.
// param   ids: [ID!]!         ids to look up
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to show
// returns id: ID!             the id
// returns type: String!       its most specific label
// returns labels: [String!]!  its labels
// returns name: String!       its name
// example :params {"ids": ["cz-library-900", "dusevni-zdravi"], "visible": ["public", "members", "private"]}
UNWIND $ids AS id
MATCH (element:Element {id: id}) WHERE coalesce(element.visibility, 'public') IN $visible
RETURN element.id AS id,
       coalesce(head([label IN labels(element) WHERE NOT label IN ['Element', 'Ally', 'Term', 'Organization']]),
         'Organization') AS type,
       labels(element) AS labels, element.name AS name;
