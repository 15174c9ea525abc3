// How much there is to copy.
// returns relationships: Int!
// returns nodes: Int!
RETURN COUNT { ()-->() } AS relationships, COUNT { (node) } AS nodes;
