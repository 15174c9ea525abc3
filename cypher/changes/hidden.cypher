// Which of these elements not everybody may see, be they there or deleted. An id that was given again has several: what
// stands now, and each deleted one that it belonged to before.
// param   touches: String            ids, one a line, with a no-break space for each blank, as `write` stores them
// returns logHidden: [Any!]!         id, visibility, number of the change that deleted it, null of what is there
UNWIND split($touches, '\n') AS logLine
WITH replace(logLine, '\u00a0', ' ') AS logId
OPTIONAL MATCH (logElement:Element {id: logId})
OPTIONAL MATCH (logTombstone:Internal {kind: 'Gone', id: logId})
WITH logId, CASE WHEN logElement.visibility <> 'public' THEN [[logId, logElement.visibility, null]] ELSE [] END AS logNow,
     coalesce(logTombstone.visibilities, []) AS logThen, logTombstone.sequences AS logUntil
UNWIND logNow + [logN IN range(0, size(logThen) - 1) | [logId, logThen[logN], logUntil[logN]]] AS logHidden
RETURN logHidden;
