// Takes that mark away.
MATCH (mark:Restoring {begun: true})
DELETE mark;
