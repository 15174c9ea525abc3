// Times are kept in UTC, for Neo4j takes those of one moment in two zones for different ones. What is no time, for somebody
// has written it by hand, stays.
MATCH (element:Element)
WITH element,
     CASE WHEN valueType(element.createdAt) STARTS WITH 'ZONED DATETIME' THEN element.createdAt END AS created,
     CASE WHEN valueType(element.updatedAt) STARTS WITH 'ZONED DATETIME' THEN element.updatedAt END AS updated
WHERE created.timezone <> 'Z' OR updated.timezone <> 'Z'
CALL (element, created, updated) {
  SET element.createdAt = CASE WHEN created IS NULL THEN element.createdAt ELSE datetime({datetime: created, timezone: 'Z'}) END,
      element.updatedAt = CASE WHEN updated IS NULL THEN element.updatedAt ELSE datetime({datetime: updated, timezone: 'Z'}) END
} IN TRANSACTIONS OF 5000 ROWS;
