// Marks that what the database holds is what a restore has left that has not ended, so that no service starts on it.
MERGE (:Restoring {begun: true});
