// What an ally said last about those suggested to it on a topic; not what was said before one of them got its id.
// param   asker: ID!
// param   topic: ID!
// returns verdicts: [Any!]!     of each: id of the partner, useful, notUseful, contacted or becamePartner
MATCH (suggestion:Internal {kind: 'Suggestion', asker: $asker, topic: $topic})
WITH properties(suggestion) AS suggestion
WHERE COUNT {
  MATCH (e:Element) WHERE e.id IN [suggestion.asker, suggestion.topic, suggestion.partner]
    AND coalesce(e.createdAt <= suggestion.at, true)
} = 3
RETURN collect([suggestion.partner, suggestion.verdict]) AS verdicts;
