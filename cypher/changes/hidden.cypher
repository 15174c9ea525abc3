// Which of these elements not everybody may see, be they there or deleted.
// param   ids: [ID!]!
// returns id: ID!
// returns visibility: String!
UNWIND $ids AS id
OPTIONAL MATCH (element:Element {id: id})
OPTIONAL MATCH (gone:Gone {id: id})
WITH id, CASE WHEN element IS NULL THEN gone.visibility ELSE element.visibility END AS visibility
WHERE visibility <> 'public'
RETURN id, visibility;
