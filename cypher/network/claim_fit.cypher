// Claims the fitting of the ranking for one process, where it is due: no model is younger than a week, nothing was tried
// for a week, and the map has changed since. No row where it is not, or when another process is at it; a claim holds for
// six hours, then its process is taken to have ended.
// param   by: String!      who claims it
// param   sequence: Int!   number of the last change of the log
// returns by: String!      the same
// The node is set first, which locks it: of two that look at the same time, the second sees what the first has written.
MERGE (fit:Internal {kind: 'RankingFit', name: 'fit'})
SET fit.name = 'fit'
WITH fit
WHERE coalesce(fit.begun < datetime() - duration('PT6H'), true)
  AND coalesce(fit.tried < datetime() - duration('P7D'), true)
  AND coalesce(fit.sequence, 0) <> $sequence
  AND NOT EXISTS { MATCH (model:Internal {kind: 'RankingModel'}) WHERE model.version IS NOT NULL AND model.fittedAt >= datetime() - duration('P7D') }
SET fit.by = $by, fit.begun = datetime()
RETURN fit.by AS by;
