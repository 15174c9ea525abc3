// Keeps what somebody says about a suggestion. The last word counts; whatever was said before stays in `reached`.
// param   key: String!          asker, topic and partner in one text
// param   suggestion: JSON!      asker, topic, partner, verdict, reason, by, sequence
// param   at: String!           the time of the transaction
// returns changed: Boolean!     false where exactly this was said last
MERGE (suggestion:Internal {kind: 'Suggestion', key: $key})
WITH suggestion, coalesce(suggestion.verdict <> $suggestion.verdict, true)
  OR coalesce(suggestion.reason, '') <> coalesce($suggestion.reason, '') AS changed
FOREACH (_ IN CASE WHEN changed THEN [1] ELSE [] END |
  SET suggestion.reached = CASE WHEN $suggestion.verdict IN coalesce(suggestion.reached, []) THEN suggestion.reached
                                ELSE coalesce(suggestion.reached, []) + $suggestion.verdict END
  SET suggestion += $suggestion, suggestion.at = datetime($at))
RETURN changed;
