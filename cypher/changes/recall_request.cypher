// What a request with this key got, if it came before.
// param   key: String!         author and key
// returns digest: String!
// returns outcomes: String!
MATCH (request:RequestKey {key: $key})
RETURN request.digest AS digest, request.outcomes AS outcomes;
