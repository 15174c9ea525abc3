// The newest model of the ranking that may be used.
// returns version: Int!         its version
// returns fittedAt: String!     when it was fitted
// returns model: String!        its numbers, as JSON
// returns quality: String!      what was measured, as JSON
MATCH (model:Internal {kind: 'RankingModel', good: true}) WHERE model.version IS NOT NULL
RETURN model.version AS version, toString(model.fittedAt) AS fittedAt, model.model AS model, model.quality AS quality
ORDER BY version DESC LIMIT 1;
