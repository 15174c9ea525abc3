// Which of these ids exist, and what they are.
// param   ids: [ID!]!       ids to look up
// returns id: ID!           the id
// returns labels: [String!]!  its labels
// returns name: String!     its name
// example :params {"ids": ["cz-library-900", "dusevni-zdravi"]}
UNWIND $ids AS id
MATCH (element:Element {id: id})
RETURN element.id AS id, labels(element) AS labels, element.name AS name;
