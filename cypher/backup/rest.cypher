// What is neither on the map nor in its log, nor can be computed anew: keys, webhooks, feedback, what was merged, and the like.
// param   since: String!    keys of requests alone from then on, for there are many and none changes
// returns rows: JSON!       lists of element id, labels, properties
MATCH (node:Internal)
WHERE NOT node.kind IN ['ChangeLog', 'Change', 'ChangePart', 'Gone', 'Migration', 'NetworkSnapshot', 'AllyNumbers',
                        'RankingModel', 'RankingFit', 'Twin', 'WebhookLease', 'RequestKey']
   OR (node.kind = 'RequestKey' AND node.at >= datetime($since))
RETURN collect([elementId(node), labels(node), properties(node)]) AS rows;
