"""Questions that peers answer by a statement written for them."""

SEARCH = """CALL db.index.fulltext.queryNodes('search_czech', $words) YIELD node, score
WITH node, score WHERE coalesce(node.visibility, 'public') = 'public'
RETURN node LIMIT $first"""
"""The simplest full-text question."""

PARTNERS = """MATCH (asker:Library&Element {id: $id})
OPTIONAL MATCH (asker)-[:RUNS]->()<-[:TAKES_PART_IN]-(known)
WITH asker, collect(DISTINCT known) AS known
MATCH (:Topic&Element {id: $topic})<-[:ABOUT]-(activity)<-[:TAKES_PART_IN]-(partner:Ally)
WHERE partner <> asker AND NOT partner IN known AND coalesce(partner.visibility, 'public') = 'public'
WITH partner, count(DISTINCT activity) AS score ORDER BY score DESC, partner.sortKey LIMIT $first
RETURN {score: score, id: partner.id, name: partner.name} AS found"""
"""Who takes part in most activities on a topic and has none with the library."""
