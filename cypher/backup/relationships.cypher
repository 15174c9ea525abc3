// Every relationship of the database, whatever it is, some hundreds in a row.
// returns rows: JSON!    lists of type, element ids of both ends, properties
MATCH ()-[relationship]->()
WITH collect(relationship) AS found
UNWIND range(0, size(found) - 1, 200) AS begin
RETURN [r IN found[begin..begin + 200] |
        [type(r), elementId(startNode(r)), elementId(endNode(r)), properties(r)]] AS rows;
