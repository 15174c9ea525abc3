// Which of these elements not everybody may see, be they there or deleted.
// param   touches: String            ids, one a line, with a no-break space for each blank, as `write` stores them
// returns logHidden: [String!]!      id, visibility
UNWIND split($touches, '\n') AS logLine
WITH replace(logLine, '\u00a0', ' ') AS logId
OPTIONAL MATCH (logElement:Element {id: logId})
WITH logId, logElement WHERE logElement IS NULL OR logElement.visibility <> 'public'
OPTIONAL MATCH (logTombstone:Gone {id: logId})
WITH logId, coalesce(logElement.visibility, logTombstone.visibility) AS logVisibility WHERE logVisibility <> 'public'
RETURN [logId, logVisibility] AS logHidden;
