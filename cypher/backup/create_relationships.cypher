// Creates relationships of a backup. Types are values here: they come from the backup.
// param rows: JSON!    lists of type, element ids of both ends at the time, properties
UNWIND $rows AS row
MATCH (start:Restoring {restoring: row[1]}), (end:Restoring {restoring: row[2]})
CREATE (start)-[relationship:$(row[0])]->(end)
SET relationship = row[3];
