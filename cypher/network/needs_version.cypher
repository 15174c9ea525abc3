// Every model of the ranking has a version of its own.
CREATE CONSTRAINT RankingModel_version IF NOT EXISTS FOR (model:RankingModel) REQUIRE model.version IS UNIQUE;
