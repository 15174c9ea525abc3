// Imports, the newest first.
// param   id: ID             this one alone
// param   owner: String      of this key alone
// param   silent: Int!       seconds without a sign of life after which one is over
// param   first: Int!
// returns job: JSON!
MATCH (job:Internal {kind: 'ImportJob'})
WHERE job.id IS NOT NULL AND ($id IS NULL OR job.id = $id) AND ($owner IS NULL OR job.owner = $owner)
WITH job ORDER BY job.startedAt DESC, job.id LIMIT $first
WITH job, job.state = 'running' AND job.seenAt < datetime() - duration({seconds: $silent}) AS lost
RETURN job {.id, by: job.owner, .file, .dryRun, .done, .total, .sequence, .error, .report,
            state: CASE WHEN NOT lost THEN job.state WHEN job.sealed THEN 'done' ELSE 'lost' END,
            startedAt: toString(datetime.truncate('second', job.startedAt)),
            endedAt: CASE WHEN job.endedAt IS NOT NULL THEN toString(datetime.truncate('second', job.endedAt)) END} AS job;
