// A library and a topic to try a question with. Whoever works on a topic has somebody to be suggested, as a rule; where
// nobody does, anybody has to do.
// returns library: ID!
// returns topic: ID!
CALL () {
  MATCH (library:Library)-[:RUNS]->(:Activity)-[:ABOUT]->(topic:Topic) RETURN library, topic LIMIT 1
  UNION
  MATCH (library:Library), (topic:Topic) RETURN library, topic LIMIT 1
}
RETURN library.id AS library, topic.id AS topic LIMIT 1;
