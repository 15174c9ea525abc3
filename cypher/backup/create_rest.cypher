// Creates what `rest` has read.
// param   rows: [JSON!]!    lists of labels, properties
// returns created: Int!
UNWIND $rows AS row
CREATE (node:$(row[0]))
SET node = row[1]
RETURN count(*) AS created;
