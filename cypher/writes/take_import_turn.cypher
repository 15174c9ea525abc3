// Makes imports take turns: the lock on this value of the unique id is kept until the transaction ends. Leaves nothing.
// returns turn: Boolean!
CREATE (turn:Element {id: ' import '})
DELETE turn
RETURN true AS turn;
