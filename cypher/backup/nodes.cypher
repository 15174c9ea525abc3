// Every node of the database, whatever it is, some hundreds in a row.
// returns rows: JSON!    lists of element id, labels, properties
MATCH (node)
WITH collect(node) AS found
UNWIND range(0, size(found) - 1, 200) AS begin
RETURN [n IN found[begin..begin + 200] | [elementId(n), labels(n), properties(n)]] AS rows;
