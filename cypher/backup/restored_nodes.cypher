// The nodes that a restore has created, as the backup tells them.
// returns rows: JSON!    lists of element id at the time of the backup, labels, properties
MATCH (node:Restoring) WHERE node.restoring IS NOT NULL
WITH collect(node) AS found
UNWIND range(0, size(found) - 1, 200) AS begin
RETURN [n IN found[begin..begin + 200] |
        [n.restoring, [label IN labels(n) WHERE label <> 'Restoring'], properties(n)]] AS rows;
