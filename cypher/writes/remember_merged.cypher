// Keeps what was merged. What one of these answered for, another one answers for now.
// param   rows: [JSON!]!        properties of each
// returns merged: Int!
UNWIND $rows AS row
MERGE (merged:Internal {kind: 'Merged', id: row.id})
SET merged = row {.*, kind: 'Merged'}
WITH collect(row) AS rows
UNWIND rows AS row
OPTIONAL MATCH (other:Internal {kind: 'Merged', now: row.id})
SET other.now = row.now
RETURN count(*) AS merged;
