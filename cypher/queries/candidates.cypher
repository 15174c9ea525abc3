// Finds, for each of several names, the elements that may bear it: those that have most of its words, by rarity.
// Fewer things are weighed than by `search`, so that fifty names take a second; who asks compares the names.
// param   texts: [String!]!          names or codes to look for
// param   types: [ElementType!]      only these types
// param   first: Int! = 20           candidates of each name at most
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to search
// returns number: Int!               which of the names, from 0
// returns id: ID!                    id of the element
// returns type: String!              its most specific label
// returns name: String!              its name
// returns others: [String!]!         its other names
// returns place: String              name of the place where it is
// returns codes: [String!]!          its codes
// returns closed: Boolean!           whether it has closed
// example :params {"texts": ["Knihovna Kroměřížska", "Městská knihovna Vsetín"], "types": null, "first": 20, "visible": ["public", "members", "private"]}
UNWIND range(0, size($texts) - 1) AS number
WITH number, left(toLower(normalize($texts[number], NFD)), 300) AS typed
WITH number, reduce(text = '', c IN split(typed, '') | text + CASE
       WHEN toLower(c) <> toUpper(c) OR '0' <= c <= '9' THEN c
       WHEN '\u0300' <= c <= '\u036F' THEN '' ELSE ' ' END) AS text
WITH number, [word IN split(text, ' ') WHERE size(word) > 1 | left(word, 40)][..10] AS words
WHERE words <> []
// What very many names have tells little; of other words, also those that begin alike are looked for.
WITH number, reduce(asked = '', word IN words | asked + ' ' + word + CASE
       WHEN any(general IN ['knihov', 'mestsk', 'obecn', 'mistn', 'obec', 'mest', 'skol', 'zakladn', 'matersk', 'organizac',
         'prispev', 'okres'] WHERE word STARTS WITH general) THEN '^0.5'
       WHEN size(word) < 8 AND toIntegerOrNull(word) IS NOT NULL THEN '^4 ' + right('00000000' + word, 8) + '^4'
       WHEN size(word) < 6 THEN '^4 ' + word + '*'
       ELSE '^4 ' + left(word, size(word) - 2) + '*' END) AS asked
CALL (asked) {
  CALL db.index.fulltext.queryNodes('search_folded', asked) YIELD node, score
  WHERE coalesce(node.visibility, 'public') IN $visible
    AND ($types IS NULL OR any(label IN labels(node) WHERE label IN $types))
  RETURN node LIMIT $first
}
RETURN number, node.id AS id,
       coalesce(head([label IN labels(node) WHERE NOT label IN ['Element', 'Ally', 'Term', 'Organization']]),
         'Organization') AS type,
       node.name AS name,
       [other IN [node.nameEn] + coalesce(node.alternateNames, []) WHERE other IS NOT NULL] AS others,
       head(COLLECT {
         MATCH (node)-[at:LOCATED_IN WHERE coalesce(at.status, 'confirmed') = 'confirmed']->(place:Place)
         WHERE coalesce(place.visibility, 'public') IN $visible RETURN place.name ORDER BY place.id LIMIT 1 }) AS place,
       [code IN [node.ico, node.sigla, node.isil, node.registrationNumber, node.code, node.ror, node.wikidata, node.notation]
         WHERE code IS NOT NULL] AS codes,
       coalesce(toBooleanOrNull(node.closed), false) AS closed
ORDER BY number, id;
