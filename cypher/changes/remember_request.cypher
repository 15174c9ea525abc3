// Remembers what a request got, for its repeats within 24 hours; and forgets some that are older, a few at a time.
// param   key: String!
// param   digest: String!      of what it asked for
// param   outcomes: String!
// param   touched: [String!]!  ids of elements
// param   at: String!
// returns key: String!
CALL () {
  MATCH (old:Internal {kind: 'RequestKey'})
  WHERE old.at < datetime.realtime() - duration({hours: 24})
  WITH old LIMIT 20
  DELETE old
}
MERGE (request:Internal {kind: 'RequestKey', key: $key})
SET request.digest = $digest, request.outcomes = $outcomes, request.touched = $touched, request.at = datetime($at)
RETURN request.key AS key;
