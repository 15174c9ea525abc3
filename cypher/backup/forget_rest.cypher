// Forgets what `rest` reads, before what the shipped log says of it is created.
// param   keys: [String!]!    of requests that are forgotten too
// returns forgotten: Int!
MATCH (node:Internal)
WHERE NOT node.kind IN ['ChangeLog', 'Change', 'ChangePart', 'Gone', 'Migration', 'NetworkSnapshot', 'AllyNumbers',
                        'RankingModel', 'RankingFit', 'Twin', 'WebhookLease', 'RequestKey']
   OR (node.kind = 'RequestKey' AND node.key IN $keys)
DETACH DELETE node
RETURN count(*) AS forgotten;
