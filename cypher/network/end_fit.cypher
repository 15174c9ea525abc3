// Gives up a claim on the fitting of the ranking.
// param   by: String!      who claimed it
// param   sequence: Int    number of the last change of the log that it knew; null where it failed and may be tried again
MATCH (fit:Internal {kind: 'RankingFit', name: 'fit', by: $by})
REMOVE fit.by, fit.begun
WITH fit
WHERE $sequence IS NOT NULL
SET fit.sequence = $sequence, fit.tried = datetime();
