// Takes the ids of elements that are not shown any more from the numbers of others.
// param   ids: [ID!]!          of these elements
// returns forgotten: Int!
MATCH (ally:Ally) WHERE ally.community IN $ids
REMOVE ally.community
RETURN count(*) AS forgotten;
