// Every suggestion that was of use: questions with answers that people gave themselves.
// returns asker: ID!
// returns topic: ID!
// returns partners: [ID!]!      those who were useful, contacted or became partners, by the last word about each
MATCH (suggestion:Internal {kind: 'Suggestion'}) WHERE suggestion.key IS NOT NULL AND suggestion.verdict IN ['useful', 'contacted', 'becamePartner']
  AND COUNT {
    MATCH (e:Element) WHERE e.id IN [suggestion.asker, suggestion.topic, suggestion.partner]
      AND coalesce(e.createdAt <= suggestion.at, true)
  } = 3
WITH suggestion ORDER BY suggestion.partner
RETURN suggestion.asker AS asker, suggestion.topic AS topic, collect(suggestion.partner) AS partners
ORDER BY asker, topic;
