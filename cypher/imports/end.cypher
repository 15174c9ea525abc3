// Notes what came of an import; once it is sealed, it is done, whatever became of its process.
// param   id: ID!
// param   state: String!
// param   error: String
// param   report: String     as JSON
// returns id: ID!
MATCH (job:Internal {kind: 'ImportJob', id: $id})
SET job.seenAt = datetime() // takes the lock, so that a commit under way ends first
WITH job WHERE job.state = 'running'
SET job.state = CASE WHEN job.sealed THEN 'done' ELSE $state END,
    job.error = CASE WHEN job.sealed THEN null ELSE $error END,
    job.report = $report, job.endedAt = datetime()
RETURN job.id AS id;
