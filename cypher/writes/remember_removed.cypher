// Keeps what people deleted that sources say, for an import to leave it so.
// param   rows: [JSON!]!        each with key, sources, sequence: the change that deleted it
// returns removed: Int!
UNWIND $rows AS row
MERGE (removed:Internal {kind: 'Removed', key: row.key})
SET removed.sources = coalesce(removed.sources, []) + [source IN row.sources WHERE NOT source IN coalesce(removed.sources, [])],
    removed.sequence = row.sequence
RETURN count(*) AS removed;
