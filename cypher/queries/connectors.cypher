// Who connects two worlds: allies that have to do with both of two topics, groups, communities, organizations or places.
// A tie to something narrower or inside counts as one to the whole, a partnership from both sides. Few ties elsewhere
// mark a true go-between.
// cs Kdo propojuje dva světy: spojenci, kteří mají co dělat s oběma tématy, skupinami, komunitami nebo místy.
// answers many
// param   one: ID! of Topic|TargetGroup|Ally|Activity|Place  the one world / jeden svět
// param   other: ID! of Topic|TargetGroup|Ally|Activity|Place  the other / druhý svět
// param   first: Int! = 20 [0..100]       how many at most / nejvýše kolik
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns ally: Ally!                     who connects them / kdo je propojuje
// returns toOne: Int!                     ties to the one / vazeb k jednomu
// returns toOther: Int!                   ties to the other / vazeb k druhému
// returns share: Float!                   the part of all its ties that these are / jaká část všech jeho vazeb to je
// example :params {"one": "dusevni-zdravi", "other": "digitalni-kompetence", "first": 20, "visible": ["public", "members", "private"]}
MATCH (one:Element {id: $one}) WHERE coalesce(one.visibility, 'public') IN $visible
MATCH (other:Element {id: $other}) WHERE other <> one AND coalesce(other.visibility, 'public') IN $visible
UNWIND [one, other] AS world
CALL (world) {
  MATCH way = (world)<-[:BROADER|PART_OF*0..4]-(part)-[link:ABOUT|FOR|PART_OF|WORKS_ON|SERVES|MEMBER_OF|LOCATED_IN|RUNS|TAKES_PART_IN|PARTNERS_WITH]-(tie)
        <-[:RUNS|TAKES_PART_IN*0..1]-(ally:Ally)
  WHERE ally <> world AND (endNode(link) = part OR link:PARTNERS_WITH)
    AND all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    AND all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') IN $visible)
    AND coalesce(ally.closed, false) = false
  RETURN ally, count(DISTINCT tie) AS many
}
WITH ally, sum(CASE WHEN world = one THEN many END) AS toOne, sum(CASE WHEN world = other THEN many END) AS toOther
WHERE toOne > 0 AND toOther > 0
WITH ally, toOne, toOther, COUNT {
  MATCH (ally)-[tied WHERE coalesce(tied.status, 'confirmed') = 'confirmed']-(near:Element) WHERE NOT near:Map AND coalesce(near.visibility, 'public') IN $visible RETURN near LIMIT 1000
} AS ties
WITH ally, toOne, toOther, 1.0 * (toOne + toOther) / (ties + toOne + toOther) AS share
ORDER BY CASE WHEN toOne < toOther THEN toOne ELSE toOther END DESC, share DESC, ally.sortKey LIMIT $first
RETURN ally.id AS ally, toOne, toOther, share;
