// The relationships that a restore has created, as the backup tells them.
// returns rows: JSON!    lists of type, element ids of both ends at the time of the backup, properties
MATCH ()-[relationship]->()
WITH collect(relationship) AS found
UNWIND range(0, size(found) - 1, 200) AS begin
RETURN [r IN found[begin..begin + 200] |
        [type(r), startNode(r).restoring, endNode(r).restoring, properties(r)]] AS rows;
