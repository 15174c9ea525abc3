// Notes, within the transaction of an import, which change it is; nothing where somebody wants it to end.
// param   id: ID!
// param   sequence: Int      number of the change; null where nothing is new
// returns id: ID!
MATCH (job:Internal {kind: 'ImportJob', id: $id})
SET job.seenAt = datetime() // takes the lock, for which whoever cancels waits
WITH job WHERE NOT job.cancel
SET job.sequence = $sequence, job.sealed = true
RETURN job.id AS id;
