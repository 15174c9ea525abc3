// The newest model of the ranking that may be used.
// returns version: Int!         its version
// returns fittedAt: String!     when it was fitted
// returns model: String!        its numbers, as JSON
// returns quality: String!      what was measured, as JSON
MATCH (model:RankingModel {good: true})
RETURN model.version AS version, toString(model.fittedAt) AS fittedAt, model.model AS model, model.quality AS quality
ORDER BY version DESC LIMIT 1;
