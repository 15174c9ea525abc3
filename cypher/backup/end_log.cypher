// Takes that mark away.
MATCH (mark:Restoring) WHERE mark.restoring IS NULL
DELETE mark;
