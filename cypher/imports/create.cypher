// Writes down an import that begins, and forgets old ones; nothing where its caller has one under way.
// Writing to one node first makes those that begin at the same moment take turns.
// param   owner: String!     name of the key or token
// param   each: Int!         imports of one caller that may be under way
// param   silent: Int!       seconds without a sign of life after which one is over
// param   days: Int!         how long what came of one is kept
// param   job: JSON!         its other properties
// returns id: ID!
MERGE (turn:Internal {kind: 'ImportTurn', name: 'imports'})
SET turn.seenAt = datetime()
WITH turn
OPTIONAL MATCH (other:Internal {kind: 'ImportJob', owner: $owner})
WHERE other.state = 'running' AND other.seenAt > datetime() - duration({seconds: $silent})
WITH count(other) AS others WHERE others < $each
OPTIONAL MATCH (old:Internal {kind: 'ImportJob'}) WHERE old.id IS NOT NULL AND old.seenAt < datetime() - duration({days: $days})
WITH collect(old) AS olds
FOREACH (old IN olds | DELETE old)
CREATE (job:Internal {kind: 'ImportJob', owner: $owner, state: 'running', cancel: false, done: 0, startedAt: datetime(), seenAt: datetime()})
SET job += $job
RETURN job.id AS id;
