// Drops what `index` makes.
DROP CONSTRAINT Restoring_restoring IF EXISTS;
