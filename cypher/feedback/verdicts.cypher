// What an ally said last about those suggested to it on a topic.
// param   asker: ID!
// param   topic: ID!
// returns verdicts: [Any!]!     of each: id of the partner, useful, notUseful, contacted or becamePartner
MATCH (suggestion:Suggestion {asker: $asker, topic: $topic})
RETURN collect([suggestion.partner, suggestion.verdict]) AS verdicts;
