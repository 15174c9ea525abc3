// Finds elements by words: names, other names, identifiers and descriptions; diacritics and Czech endings may differ.
// Anything but letters and digits separates words, so that nothing a user types has a meaning for Lucene.
// Looked for are elements with all the words, also in the name and in those of the places around it together; where there
// are none, those that have them with a letter wrong; where there are fewer than fifty, elements with some of the words
// too. What libraries are called in general is asked of none: a municipal library may call itself a local one.
// cs Hledá v názvech, identifikátorech a popisech; snese skloňování, chybějící diakritiku i překlep.
// answers page
// param   query: String!             words in any form / slova v jakémkoli tvaru
// param   types: [ElementType!]      only these types / jen tyto typy
// param   every: Boolean! = false    only elements with all the words / jen prvky se všemi slovy
// param   first: Int! = 10           how many at most / nejvýše kolik
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to search
// returns id: ID!                    id of the element
// returns type: String!              its most specific label
// returns name: String!              its name
// returns score: Float!              the higher the better / čím vyšší, tím lépe
// example :params {"query": "knihovně kromeriz", "types": null, "every": false, "first": 10, "visible": ["public", "members", "private"]}

// 1. Words as typed (`word`), without diacritics (`plain`), and without a Czech ending (`stem`).
WITH left(toLower(normalize($query)), 200) AS typed
WITH reduce(text = '', c IN split(typed, '') |
       text + CASE WHEN toLower(c) <> toUpper(c) OR '0' <= c <= '9' THEN c ELSE ' ' END) AS text
WITH [word IN split(text, ' ') WHERE word <> '' | left(word, 40)] AS typed
WITH reduce(all = [], word IN typed | all + CASE WHEN size(typed) = 1 THEN [word] ELSE coalesce({mk: ['městská', 'knihovna'],
       ok: ['obecní', 'knihovna'], mlk: ['místní', 'lidová', 'knihovna'], kk: ['krajská', 'knihovna'],
       vk: ['vědecká', 'knihovna'], svk: ['vědecká', 'knihovna'], kvk: ['krajská', 'vědecká', 'knihovna']}[word], [word]) END) AS all
WITH all, [word IN all WHERE NOT word IN ['a', 'do', 'i', 'k', 'ke', 'na', 'o', 'od', 'po', 'pro', 's', 'se', 'u', 'v',
       've', 'z', 'za', 'ze', 'and', 'for', 'in', 'of', 'the']] AS telling
UNWIND CASE WHEN telling = [] THEN all[..8] ELSE telling[..8] END AS word
WITH word, reduce(plain = '', c IN split(normalize(word, NFD), '') |
       plain + CASE WHEN toLower(c) <> toUpper(c) OR '0' <= c <= '9' THEN c ELSE '' END) AS plain
WITH word, plain, head(
       [e IN ['ami', 'emi', 'imi', 'ymi', 'ach', 'ech', 'ich', 'ych', 'eho', 'emu', 'ovi', 'ove', 'ci', 'cu', 'ec']
          WHERE plain ENDS WITH e AND size(plain) >= size(e) + 4 | e] +
       [e IN ['em', 'am', 'im', 'ym', 'um', 'ou', 'a', 'e', 'i', 'o', 'u', 'y']
          WHERE plain ENDS WITH e AND size(plain) >= size(e) + 3 | e] + ['']) AS ending
WITH word, plain, left(plain, size(plain) - size(ending)) AS stem
WITH word, plain, CASE WHEN size(stem) >= 7 THEN left(stem, size(stem) - 1) ELSE stem END AS stem
// Czech consonants that change before an ending: Praha and v Praze. Words that very many names have tell little.
WITH word, plain, stem, left(stem, size(stem) - 1) +
       coalesce({h: 'z', z: 'h', k: 'c', c: 'k', g: 'z'}[right(stem, 1)], right(stem, 1)) AS soft
WITH word, plain, stem, soft, CASE WHEN stem IN ['knihov', 'mestsk', 'mest', 'obecn', 'obec', 'obc', 'mistn', 'verejn', 'lidov',
       'okresn', 'krajsk', 'statn', 'vedeck', 'ustred', 'zaklad', 'skoln', 'skol'] THEN 0.3 ELSE 1.0 END AS weight
WITH collect(word) AS words, collect({plain: plain, stem: stem, soft: soft, weight: weight}) AS forms, collect(
       '(' + plain + '^8' + CASE WHEN size(stem) >= 2 THEN ' OR ' + plain + '*^4 OR ' + stem + '*' ELSE '' END +
       CASE WHEN size(stem) >= 3 AND soft <> stem THEN ' OR ' + soft + '*' ELSE '' END +
       CASE WHEN size(plain) > 7 OR toIntegerOrNull(plain) IS NULL THEN '' ELSE ' OR ' + right('00000000' + plain, 8) END + ')^' + weight
     ) AS asked, collect(CASE WHEN size(plain) < 4 OR toIntegerOrNull(plain) IS NOT NULL THEN plain
       ELSE '(' + plain + '~' + CASE WHEN size(plain) < 8 THEN '1' ELSE '2' END + ' OR ' + stem + '*)' END) AS similar
WHERE words <> []

// 2. Candidates from the two full-text indexes; `floor` is how well a word surely fits where no name contains it. Then
// allies in a town that some of the words name (`seat`), alone or with its district, if the other words are in their
// names, and the town itself.
CALL (words, asked, forms) {
  CALL (words, asked, forms) {
    CALL db.index.fulltext.queryNodes('search_czech', reduce(q = '', w IN words | q + ' +' + w)) YIELD node
    WHERE coalesce(node.visibility, 'public') IN $visible
      AND CASE WHEN $types IS NULL THEN NOT node:Source ELSE any(label IN labels(node) WHERE label IN $types) END
    RETURN node, 0.6 AS floor, null AS seat LIMIT 50 + $first
    UNION ALL
    CALL db.index.fulltext.queryNodes('search_folded', reduce(q = '', a IN asked | q + ' +' + a)) YIELD node
    WHERE coalesce(node.visibility, 'public') IN $visible
      AND CASE WHEN $types IS NULL THEN NOT node:Source ELSE any(label IN labels(node) WHERE label IN $types) END
    RETURN node, 0.4 AS floor, null AS seat LIMIT 100 + $first
    UNION ALL
    WITH asked, forms, [form IN forms WHERE form.weight = 1] AS telling
    WHERE size(asked) > 1 AND telling <> []
    CALL (forms, telling) {
      CALL db.index.fulltext.queryNodes('search_folded', reduce(q = '', form IN telling | q + ' ' + form.plain + '^4 '
             + form.stem + '* ' + form.soft + '*')) YIELD node AS seat, score
      WHERE seat:Place AND coalesce(seat.visibility, 'public') IN $visible
      WITH seat, score LIMIT 40
      MATCH up = (seat)-[:PART_OF*0..3]->(place:Place)
      WHERE all(step IN relationships(up) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
        AND all(place IN nodes(up) WHERE coalesce(place.visibility, 'public') IN $visible)
      WITH seat, score, length(up) AS steps, [part IN split(replace(replace(replace(replace(replace(
             normalize(toLower(toStringOrNull(place.name)), NFD), '\u030C', ''), '\u0301', ''), '\u030A', ''), '\u0308', ''),
             '-', ' '), ' ') WHERE part <> ''] AS parts
      WITH seat, score, steps, parts, [form IN forms
             WHERE any(part IN parts WHERE part STARTS WITH form.stem OR part STARTS WITH form.soft)] AS named
      WITH seat, score, collect(CASE WHEN steps = 0 THEN {parts: parts, named: named} END)[0] AS own, collect(named) AS around
      WHERE all(part IN own.parts WHERE part IN ['nad', 'pod', 'na', 'u', 'v', 've', 'pri']
              OR any(form IN own.named WHERE part STARTS WITH form.stem OR part STARTS WITH form.soft))
      WITH seat, score, own, [form IN telling WHERE NOT any(named IN around WHERE form IN named)] AS others,
           reduce(text = '', form IN forms | text + CASE
             WHEN any(named IN around WHERE form IN named) THEN ' ' + form.plain ELSE '' END) AS text
      WITH seat, others, text, score, size([part IN own.parts
             WHERE any(form IN telling WHERE part = form.plain)]) AS exact
      ORDER BY size(others), exact DESC, score DESC
      WITH collect({seat: seat, others: others, text: text, exact: exact}) AS seats
      UNWIND [each IN seats WHERE size(each.others) = size(seats[0].others) AND each.exact = seats[0].exact] AS each
      RETURN each.seat AS seat, each.others AS others, each.text AS text LIMIT 20
    }
    MATCH (seat)<-[:LOCATED_IN*0..1]-(node)
    WHERE (node:Ally OR node:Place) AND coalesce(node.visibility, 'public') IN $visible
      AND CASE WHEN $types IS NULL THEN NOT node:Source ELSE any(label IN labels(node) WHERE label IN $types) END
      AND (node:Library OR none(form IN forms WHERE form.stem = 'knihov'))
    WITH node, text, others, ' ' + replace(replace(replace(replace(normalize(toLower(toStringOrNull(node.name)), NFD),
         '\u030C', ''), '\u0301', ''), '\u030A', ''), '\u0308', '') AS plain
    WHERE all(form IN others WHERE plain CONTAINS ' ' + form.stem)
    RETURN node, 0.0 AS floor, text AS seat
  }
  WITH node, max(floor) AS floor, max(seat) AS seat
  RETURN collect([node, floor, seat]) AS exact
}
CALL (similar, exact) {
  CALL (similar, exact) {
    UNWIND exact AS candidate
    RETURN candidate[0] AS node, candidate[1] AS floor, candidate[2] AS seat
    UNION ALL
    WITH similar, exact WHERE exact = []
    CALL db.index.fulltext.queryNodes('search_folded', reduce(q = '', s IN similar | q + ' +' + s)) YIELD node
    WHERE coalesce(node.visibility, 'public') IN $visible
      AND CASE WHEN $types IS NULL THEN NOT node:Source ELSE any(label IN labels(node) WHERE label IN $types) END
    RETURN node, 0.7 AS floor, null AS seat LIMIT 100 + $first
  }
  RETURN collect([node, floor, seat]) AS found
}
CALL (asked, found) {
  UNWIND found AS candidate
  RETURN candidate[0] AS node, candidate[1] AS floor, candidate[2] AS seat
  UNION ALL
  WITH asked, found WHERE size(found) < 50 AND size(asked) > 1 AND NOT $every
  CALL db.index.fulltext.queryNodes('search_folded', reduce(q = '', a IN asked | q + ' ' + a)) YIELD node
  WHERE coalesce(node.visibility, 'public') IN $visible
    AND CASE WHEN $types IS NULL THEN NOT node:Source ELSE any(label IN labels(node) WHERE label IN $types) END AND none(candidate IN found WHERE candidate[0] = node)
  RETURN node, 0.0 AS floor, null AS seat LIMIT 100 + $first
}
WITH forms, node, max(floor) AS floor, max(seat) AS seat
WITH forms, collect({node: node, floor: floor, seat: seat}) AS found
WITH forms, found, head([each IN found WHERE each.seat IS NOT NULL | each.seat]) + ' ' AS places
UNWIND found AS each
WITH forms, places, each.node AS node, each.floor AS floor, each.seat AS seat

// 3. The best of each candidate's names, its own with the town among them: how well the words fit, how much of the name
// they make, the whole name. A word that only another of its names has counts little: many names have many words.
CALL (node, floor, seat, forms, places) {
  UNWIND [name IN [node.name, node.nameEn, toStringOrNull(node.name) + seat] + coalesce(node.alternateNames, [])
          WHERE toStringOrNull(name) IS NOT NULL | toStringOrNull(name)] AS name
  WITH name, replace(replace(replace(replace(normalize(toLower(name), NFD),
         '\u030C', ''), '\u0301', ''), '\u030A', ''), '\u0308', '') AS plain
  WITH name, [part IN split(plain, [' ', ',', '.', '-', '(', ')', '/', '\'', '"', ':', '+', '&', '–'])
                WHERE part <> ''] AS parts
  WITH collect([name, parts, [form IN forms | CASE
         WHEN form.plain IN parts THEN 1.0
         WHEN any(part IN parts WHERE part STARTS WITH form.plain) THEN 0.9
         WHEN any(part IN parts WHERE part STARTS WITH form.stem AND size(part) < size(form.stem) + 4
                OR part STARTS WITH form.soft AND size(part) < size(form.soft) + 2)
              AND NOT coalesce(places CONTAINS ' ' + form.plain + ' ', false) THEN 0.85
         WHEN any(part IN parts WHERE part STARTS WITH form.stem OR part STARTS WITH form.soft) THEN 0.7
         ELSE 0.0 END]]) AS names
  UNWIND names AS each
  WITH each[0] AS name, each[1] AS parts, [n IN range(0, size(forms) - 1) | [forms[n].weight, CASE
         WHEN each[2][n] > 0 THEN each[2][n]
         WHEN floor > 0.2 AND any(other IN names WHERE other[2][n] > 0) THEN 0.2
         ELSE floor END]] AS fits
  WITH CASE WHEN name = node.name THEN 1.0 WHEN name = toStringOrNull(node.name) + seat THEN 0.98 ELSE 0.9 END AS weight,
       reduce(sum = 0.0, fit IN fits | sum + fit[0] * fit[1]) / reduce(sum = 0.0, fit IN fits | sum + fit[0]) AS fit,
       size([fit IN fits WHERE fit[1] > 0.8]) AS fitting,
       size([part IN parts WHERE NOT part IN ['a', 'i', 'na', 'nad', 'o', 'pod', 'pro', 'u', 'v', 've', 'prispevkova',
         'organizace', 'p', 's', 'z', 'ops'] AND none(general IN ['mestsk', 'obecn', 'mistn', 'lidov', 'verejn']
           WHERE part STARTS WITH general AND none(form IN forms WHERE form.stem = general))]) AS telling,
       reduce(text = '', part IN parts | text + ' ' + part) AS text,
       reduce(text = '', form IN forms | text + ' ' + form.plain) AS whole
  RETURN coalesce(max(weight * (10 * fit + 3.0 * fitting / (1 + telling) + CASE
         WHEN text = whole THEN 4
         WHEN fitting = telling AND fitting = size(forms) THEN 2
         WHEN text STARTS WITH whole THEN 1
         ELSE 0 END)), 0.0) AS fit
}

// 4. An identifier typed whole decides; the well connected come before others, closed libraries after. Who types `knihovna`
// most likely means that of a region, the chief one of a district (its sigla ends with 001), or a public one; and the
// library in the town, not one that has its name only.
WITH node, fit, seat, any(form IN forms WHERE form.stem = 'knihov') AS library,
     reduce(s = '', form IN forms | s + form.plain) AS typed
WITH node, fit, seat, library, any(identifier IN [node.ico, node.sigla, node.isil, node.registrationNumber, node.code, node.id]
       WHERE replace(replace(replace(toLower(toStringOrNull(identifier)), '-', ''), '/', ''), ' ', '') IN
         [typed, CASE WHEN size(typed) < 8 AND toIntegerOrNull(typed) IS NOT NULL THEN right('00000000' + typed, 8) END]) AS identified
// `max` is of one row each. It begins rows anew: without it, each that is sorted drags the list of all that were found.
WITH node, node.id AS id,
       max(fit + CASE WHEN identified THEN 10 ELSE 0 END - CASE WHEN toBooleanOrNull(node.closed) THEN 2 ELSE 0 END +
         CASE WHEN library AND seat IS NOT NULL THEN 1 ELSE 0 END +
         CASE WHEN NOT library THEN 0
           WHEN node.libraryKind IN ['regional', 'national'] OR right(toStringOrNull(node.sigla), 4) IN ['A001', 'G001'] THEN 2
           WHEN node.libraryKind = 'basic' THEN 1 ELSE 0 END +
         0.5 * log10(1 + COUNT {
         MATCH (node)-[tie WHERE coalesce(tie.status, 'confirmed') = 'confirmed']-(other)
         WHERE coalesce(other.visibility, 'public') IN $visible RETURN other LIMIT 200 })) AS score
RETURN id,
       coalesce(head([label IN labels(node) WHERE NOT label IN ['Element', 'Ally', 'Term', 'Organization']]),
         'Organization') AS type,
       node.name AS name, score
ORDER BY score DESC, id
LIMIT $first;
