// Remembers what a request got, for its repeats.
// param   key: String!
// param   digest: String!      of what it asked for
// param   outcomes: String!
// param   at: String!
// returns key: String!
CREATE (request:RequestKey {key: $key, digest: $digest, outcomes: $outcomes, at: datetime($at)})
RETURN request.key AS key;
