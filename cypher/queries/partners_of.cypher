// Present partners of an ally: confirmed, and not over.
// param   ally: ID! of Ally          whose partners
// param   first: Int! = 100          how many at most
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns id: ID!                    id of the partner
// returns type: String!              Organization, Library or Community
// returns name: String!              its name
// returns kinds: [String!]!          kinds of partnership
// returns since: String              since when
// returns sources: [String!]!         who says so: ids of sources, the nearest first
// example :params {"ally": "cz-library-900", "first": 100, "visible": ["public", "members", "private"]}
MATCH (asked:Element {id: $ally})-[partnership:PARTNERS_WITH]-(partner:Ally)
WHERE coalesce(asked.visibility, 'public') IN $visible AND coalesce(partner.visibility, 'public') IN $visible
  AND coalesce(partnership.status, 'confirmed') = 'confirmed'
  AND coalesce(toStringOrNull(partnership.until), '9999') >= left(toString(date()), size(coalesce(toStringOrNull(partnership.until), '9999')))
RETURN partner.id AS id,
       CASE WHEN partner:Library THEN 'Library' WHEN partner:Community THEN 'Community' ELSE 'Organization' END AS type,
       partner.name AS name,
       coalesce(partnership.kinds, []) AS kinds,
       toStringOrNull(partnership.since) AS since,
       coalesce(partnership.sources, []) AS sources
ORDER BY name, id
LIMIT $first;
