// Asks an import to end.
// param   id: ID!
// param   owner: String         of this key alone
// returns id: ID!
MATCH (job:Internal {kind: 'ImportJob', id: $id}) WHERE $owner IS NULL OR job.owner = $owner
SET job.cancel = true
RETURN job.id AS id;
