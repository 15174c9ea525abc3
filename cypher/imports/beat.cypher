// Notes how far an import is, as a sign of life.
// param   id: ID!
// param   done: Int!         rows that are done
// param   total: Int         rows that there are, once all are read
// returns cancel: Boolean!   whether somebody wants it to end
MATCH (job:Internal {kind: 'ImportJob', id: $id})
SET job.done = $done, job.total = $total, job.seenAt = datetime()
RETURN job.cancel AS cancel;
