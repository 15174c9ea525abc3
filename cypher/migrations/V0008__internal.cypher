// What is no element has one label, Internal, and says in `kind` what it is; constraints of the labels of before go.
// instead of cc0c5166315ce472f3ac341d5a58e443ccdf406cab15279dec34ed613fd0a10f
// instead of 253a014962178e220bb6296e61b25b21c066971d578d640e01ed81b296123672
DROP CONSTRAINT ChangeLog_name IF EXISTS;
DROP CONSTRAINT Change_sequence IF EXISTS;
DROP INDEX Change_status IF EXISTS;
DROP CONSTRAINT RequestKey_key IF EXISTS;
DROP INDEX RequestKey_at IF EXISTS;
DROP CONSTRAINT Gone_id IF EXISTS;
DROP CONSTRAINT Merged_id IF EXISTS;
DROP INDEX Merged_now IF EXISTS;
DROP CONSTRAINT ApiKey_name IF EXISTS;
DROP CONSTRAINT ApiKey_hash IF EXISTS;
DROP CONSTRAINT ApiKey_earlierHash IF EXISTS;
DROP CONSTRAINT Suggestion_key IF EXISTS;
DROP INDEX Suggestion_asker IF EXISTS;
DROP CONSTRAINT NetworkSnapshot_day IF EXISTS;
DROP CONSTRAINT AllyNumbers_day_of IF EXISTS;
DROP CONSTRAINT RankingModel_version IF EXISTS;
DROP CONSTRAINT RankingFit_name IF EXISTS;
DROP CONSTRAINT Mismatch_key IF EXISTS;
DROP CONSTRAINT Webhook_id IF EXISTS;
DROP INDEX Webhook_owner IF EXISTS;
DROP CONSTRAINT WebhookDelivery_id IF EXISTS;
DROP INDEX WebhookDelivery_webhook IF EXISTS;
DROP CONSTRAINT WebhookLease_name IF EXISTS;
DROP CONSTRAINT Migration_version IF EXISTS;

// Marks of older versions; every migration looks for what is still to be changed, so running them anew does no harm.
MATCH (mark:Migration) WHERE mark.checksum IS NOT NULL DETACH DELETE mark;

MATCH (node:ChangeLog|Change|ChangePart|RequestKey|Gone|Merged|ApiKey|Suggestion|NetworkSnapshot|RankingModel|RankingFit|Mismatch|Webhook|WebhookDelivery|WebhookLease)
// What was made by hand under one of these labels is left alone: it has others too, or not the property that tells ours apart.
WHERE size(labels(node)) = 1 AND CASE head(labels(node))
  WHEN 'Change' THEN node.sequence
  WHEN 'ChangePart' THEN node.sequence
  WHEN 'RequestKey' THEN node.key
  WHEN 'Suggestion' THEN node.key
  WHEN 'Mismatch' THEN node.key
  WHEN 'ApiKey' THEN node.hash
  WHEN 'NetworkSnapshot' THEN node.day
  WHEN 'RankingModel' THEN node.version
  ELSE coalesce(node.id, node.name)
END IS NOT NULL
CALL (node) {
  SET node.kind = head(labels(node)), node:Internal
  // The key of a change is that of its request, which another author may have too.
  FOREACH (_ IN CASE WHEN node.kind = 'Change' THEN [1] ELSE [] END | SET node.requestKey = node.key REMOVE node.key)
  REMOVE node:ChangeLog:Change:ChangePart:RequestKey:Gone:Merged:ApiKey:Suggestion:NetworkSnapshot:RankingModel:RankingFit:Mismatch:Webhook:WebhookDelivery:WebhookLease
} IN TRANSACTIONS OF 5000 ROWS;

// Numbers of allies stood in a node each; five hundred share one, in lists side by side. What there is not is negative.
MATCH (old:AllyNumbers)
WHERE old.of IS NOT NULL AND old.community IS NOT NULL AND old.degree IS NOT NULL AND old.betweenness IS NOT NULL
  AND old.reach IS NOT NULL AND old.communitySize IS NOT NULL
WITH DISTINCT old.day AS day
CALL (day) {
  MATCH (old:AllyNumbers {day: day})
  WHERE old.of IS NOT NULL AND old.community IS NOT NULL AND old.degree IS NOT NULL AND old.betweenness IS NOT NULL
    AND old.reach IS NOT NULL AND old.communitySize IS NOT NULL
  WITH old ORDER BY old.of
  WITH day, collect(old) AS every
  FOREACH (begin IN range(0, size(every) - 1, 500) | CREATE (:Internal {
    kind: 'AllyNumbers', snapshot: day, first: every[begin].of, last: last(every[begin..begin + 500]).of,
    of: [n IN every[begin..begin + 500] | n.of],
    community: [n IN every[begin..begin + 500] | n.community],
    degree: [n IN every[begin..begin + 500] | n.degree],
    betweenness: [n IN every[begin..begin + 500] | toFloat(n.betweenness)],
    reach: [n IN every[begin..begin + 500] | n.reach],
    density: [n IN every[begin..begin + 500] | coalesce(toFloat(n.density), -1.0)],
    communitySize: [n IN every[begin..begin + 500] | n.communitySize],
    rank: [n IN every[begin..begin + 500] | coalesce(n.rank, -1)],
    percentile: [n IN every[begin..begin + 500] | coalesce(toFloat(n.percentile), -1.0)]
  }))
  FOREACH (n IN every | DETACH DELETE n)
} IN TRANSACTIONS OF 1 ROW;
