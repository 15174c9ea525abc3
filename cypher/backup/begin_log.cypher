// Marks that the log has not been done again yet, so that no service starts on what is there by now.
CREATE (:Restoring);
