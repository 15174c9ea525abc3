// How many elements there are, whoever may see them: what an export may have to go through.
// returns number: Int!          of elements
MATCH (element:Element) RETURN count(element) AS number;
