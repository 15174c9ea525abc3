// The indexes of nodes of one label, those of constraints included.
// returns name: String!
// returns label: String!
// returns properties: [String!]!
// returns type: String!        RANGE, TEXT, POINT, FULLTEXT …
// returns unique: Boolean!     whether a constraint stands on it
// returns analyzer: String     of a full-text index
// returns state: String!       ONLINE, POPULATING or FAILED
SHOW INDEXES YIELD name, state, type, entityType, labelsOrTypes, properties, options, owningConstraint
WHERE entityType = 'NODE' AND size(labelsOrTypes) = 1
RETURN name, labelsOrTypes[0] AS label, properties, type, owningConstraint IS NOT NULL AS unique,
  CASE type WHEN 'FULLTEXT' THEN options.indexConfig['fulltext.analyzer'] END AS analyzer, state;
