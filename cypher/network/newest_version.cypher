// The version of the newest model of the ranking that may be used, to tell whether it is another one.
// returns version: Int   its version, null when there is none
MATCH (model:RankingModel {good: true})
RETURN max(model.version) AS version;
