// Says whether a twin is filled.
// param   ready: Boolean!
// returns ready: Boolean!
MATCH (twin:Internal {kind: 'Twin', name: 'twin'})
SET twin.ready = $ready
RETURN twin.ready AS ready;
