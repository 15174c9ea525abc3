// Needs and offers end eighteen months after they were stated or confirmed: those that are there count from this day on.
MATCH (:Element)-[connection:NEEDS|OFFERS]->(:Element) WHERE connection.confirmedAt IS NULL
CALL (connection) {
  SET connection.confirmedAt = toString(date())
} IN TRANSACTIONS OF 5000 ROWS;
