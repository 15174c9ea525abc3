// Makes the ends of relationships quick to find until a restore has ended.
CREATE CONSTRAINT Restoring_restoring IF NOT EXISTS FOR (n:Restoring) REQUIRE n.restoring IS UNIQUE;
