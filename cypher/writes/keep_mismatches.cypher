// Notes where a source says something else than a person: a work item for each, open again when the source says a new thing.
// param   rows: [JSON!]!   each with key, subject (JSON), about (ids), property, source, there (JSON)
// param   at: String!      when
// returns noted: Int!      how many are new or say something new
UNWIND $rows AS row
MERGE (mismatch:Internal {kind: 'Mismatch', key: row.key})
WITH mismatch, row WHERE mismatch.there IS NULL OR mismatch.there <> row.there
SET mismatch += row, mismatch.at = datetime($at), mismatch.verdict = null, mismatch.note = null, mismatch.by = null
RETURN count(*) AS noted;
