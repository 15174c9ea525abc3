// Notes how far an import is, as a sign of life.
// param   id: ID!
// param   done: Int          rows that are done; null where who gives the sign does not know
// param   total: Int         rows that there are, once all are read
// returns cancel: Boolean!   whether somebody wants it to end
MATCH (job:Internal {kind: 'ImportJob', id: $id})
SET job.done = coalesce($done, job.done), job.total = coalesce($total, job.total), job.seenAt = datetime()
RETURN job.cancel AS cancel;
