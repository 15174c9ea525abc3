// What a request with this key got, if it came within the last 24 hours.
// param   key: String!         author and key
// returns digest: String!
// returns outcomes: String!
// returns touched: [String!]!
MATCH (request:Internal {kind: 'RequestKey', key: $key})
WHERE request.at >= datetime.realtime() - duration({hours: 24})
RETURN request.digest AS digest, request.outcomes AS outcomes, coalesce(request.touched, []) AS touched;
