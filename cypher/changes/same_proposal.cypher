// The open proposal of an author that asks for the same, if there is one.
// param   by: String!
// param   digest: String!       of what it asks for
// returns sequence: Int!
// returns commands: String!
MATCH (change:Internal {kind: 'Change'}) USING INDEX change:Internal(kind, status)
WHERE change.status = 'proposed' AND change.by = $by AND change.digest = $digest
RETURN change.sequence AS sequence, change.commands AS commands
ORDER BY sequence LIMIT 1;
