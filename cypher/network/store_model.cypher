// Keeps a fitted model of the ranking under the next version. Models are no elements: they are on no map.
// param   good: Boolean!        whether it did better than what is shipped, so that it may be used
// param   model: String!        its numbers, as JSON
// param   quality: String!      what was measured, as JSON
// returns version: Int!         its version
OPTIONAL MATCH (earlier:Internal {kind: 'RankingModel'}) WHERE earlier.version IS NOT NULL
WITH coalesce(max(earlier.version), 0) + 1 AS version
CREATE (model:Internal {kind: 'RankingModel', version: version, good: $good, model: $model, quality: $quality, fittedAt: datetime()})
RETURN model.version AS version;
