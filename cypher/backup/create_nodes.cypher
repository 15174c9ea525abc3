// Creates nodes of a backup, marked until the restore has ended. Labels are values here: they come from the backup.
// param rows: JSON!    lists of element id at the time, labels, properties
UNWIND $rows AS row
CREATE (node:$(row[1] + ['Restoring']))
SET node = row[2], node.restoring = row[0];
