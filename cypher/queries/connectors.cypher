// Who connects two worlds: allies that have to do with both of two topics, groups, communities, organizations or places.
// A tie to something narrower or inside counts as one to the whole, a partnership from both sides. Few ties elsewhere
// mark a true go-between. Where nobody connects them: who of either could be introduced to each other, the nearest first,
// of those that are no partners yet and do nothing together.
// cs Kdo propojuje dva světy: spojenci, kteří mají co dělat s oběma; a není-li nikdo, koho seznámit.
// answers many
// param   one: ID! of Topic|TargetGroup|Ally|Activity|Place  the one world / jeden svět
// param   other: ID! of Topic|TargetGroup|Ally|Activity|Place  the other / druhý svět
// param   first: Int! = 20 [0..100]       how many at most / nejvýše kolik
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns ally: Ally!                     who connects them, or is of the one / kdo je propojuje, nebo je z prvního
// returns toOne: Int!                     ties to the one / vazeb k jednomu
// returns toOther: Int!                   ties to the other, of whom it is introduced to / vazeb k druhému
// returns share: Float!                   these ties as a part of these and all its ties, 0.5 at most for one tied to nothing else; 0 of those to introduce / podíl těchto vazeb na součtu jich a všech jeho vazeb
// returns throughOne: [Element!]!         through what it has to do with the one: its activities, topics, partners; five at most / čím k prvnímu patří, nejvýše pět
// returns throughOther: [Element!]!       the same for the other / totéž k druhému
// returns introduce: Ally                 to whom of the other to introduce it; null when it connects both itself / komu z druhého ho představit; bez hodnoty, propojuje-li oba sám
// returns kilometres: Float               how far apart the two to introduce are / jak daleko jsou od sebe ti, které seznámit
// example :params {"one": "dusevni-zdravi", "other": "digitalni-kompetence", "first": 20, "visible": ["public", "members", "private"]}
MATCH (one:Element {id: $one}) WHERE coalesce(one.visibility, 'public') IN $visible
MATCH (other:Element {id: $other}) WHERE other <> one AND coalesce(other.visibility, 'public') IN $visible
CALL (one, other) {
  UNWIND [one, other] AS world
  MATCH way = (world)<-[:BROADER|PART_OF*0..4]-(part)-[link:ABOUT|FOR|PART_OF|WORKS_ON|SERVES|MEMBER_OF|LOCATED_IN|RUNS|TAKES_PART_IN|PARTNERS_WITH]-(tie)
        <-[:RUNS|TAKES_PART_IN*0..1]-(ally:Ally)
  WHERE ally <> world AND (endNode(link) = part OR link:PARTNERS_WITH)
    AND coalesce(toStringOrNull(link.until), '9999') >= left(toString(date()), size(coalesce(toStringOrNull(link.until), '9999')))
    AND all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    AND all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') IN $visible)
    AND coalesce(ally.closed, false) = false
  WITH world, ally, tie, part ORDER BY tie.sortKey, part.sortKey
  WITH world, ally, count(DISTINCT tie) AS many, collect(DISTINCT CASE WHEN tie = ally THEN part ELSE tie END)[..5] AS through
  WITH ally, collect({world: world, many: many, through: [each IN through | each.id]}) AS ties
  RETURN collect({ally: ally, one: head([tie IN ties WHERE tie.world = one]), other: head([tie IN ties WHERE tie.world = other])}) AS found
}
CALL (found) {
  UNWIND found AS each
  WITH each, each.ally AS ally WHERE each.one IS NOT NULL AND each.other IS NOT NULL
  WITH each, ally, COUNT {
    MATCH (ally)-[tied WHERE coalesce(tied.status, 'confirmed') = 'confirmed']-(near:Element) WHERE NOT near:Map AND coalesce(near.visibility, 'public') IN $visible RETURN near LIMIT 1000
  } AS ties
  WITH each, ally, each.one.many AS toOne, each.other.many AS toOther, ties
  WITH each, ally, toOne, toOther, 1.0 * (toOne + toOther) / (ties + toOne + toOther) AS share
  ORDER BY CASE WHEN toOne < toOther THEN toOne ELSE toOther END DESC, share DESC, ally.sortKey LIMIT $first
  RETURN collect({ally: ally.id, toOne: toOne, toOther: toOther, share: share, throughOne: each.one.through, throughOther: each.other.through}) AS both
}
CALL (found, both) {
  WITH found, both WHERE both = []
  UNWIND ['one', 'other'] AS side
  CALL (found, side) {
    UNWIND found AS each
    WITH each, each[side] AS tied WHERE tied IS NOT NULL
    WITH each.ally AS ally, tied ORDER BY tied.many DESC, ally.sortKey LIMIT 50
    OPTIONAL MATCH (ally)-[sits:LOCATED_IN WHERE coalesce(sits.status, 'confirmed') = 'confirmed']->(place:Place)
    WHERE coalesce(place.visibility, 'public') IN $visible
    WITH ally, tied, place ORDER BY place.sortKey
    WITH ally, tied, head(collect(place.location)) AS here
    RETURN collect({ally: ally, tied: tied, here: here}) AS known
  }
  WITH collect(known) AS sides
  UNWIND sides[0] AS left
  UNWIND sides[1] AS right
  WITH left, right, left.ally AS ally, right.ally AS partner, point.distance(left.here, right.here) / 1000 AS kilometres
  WHERE NOT EXISTS { MATCH (ally)-[known:PARTNERS_WITH|FOUNDED_BY|OPERATED_BY]-(partner)
                     WHERE coalesce(known.status, 'confirmed') = 'confirmed' AND coalesce(toStringOrNull(known.until), '9999') >= left(toString(date()), size(coalesce(toStringOrNull(known.until), '9999'))) }
    AND NOT EXISTS { MATCH (ally)-[does:RUNS|TAKES_PART_IN]->(common:Activity)<-[too:RUNS|TAKES_PART_IN]-(partner)
                     WHERE coalesce(does.status, 'confirmed') = 'confirmed' AND coalesce(too.status, 'confirmed') = 'confirmed'
                       AND coalesce(common.visibility, 'public') IN $visible }
  WITH left, right, ally, partner, kilometres
  ORDER BY coalesce(kilometres, 1e9), left.tied.many + right.tied.many DESC, ally.sortKey, partner.sortKey
  LIMIT CASE WHEN $first < 3 THEN $first ELSE 3 END
  RETURN collect({ally: ally.id, introduce: partner.id, toOne: left.tied.many, toOther: right.tied.many, share: 0.0, throughOne: left.tied.through,
    throughOther: right.tied.through, kilometres: kilometres}) AS pairs
}
UNWIND both + pairs AS row
RETURN row.ally AS ally, row.toOne AS toOne, row.toOther AS toOther, row.share AS share, row.throughOne AS throughOne,
       row.throughOther AS throughOther, row.introduce AS introduce, row.kilometres AS kilometres;
