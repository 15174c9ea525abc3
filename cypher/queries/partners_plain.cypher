// Potential partners of an ally on a topic by a plain formula of five signals: a score, its parts, paths that explain it.
// The service and `spojenci partners` answer with the ranking that learns instead, see docs/ranking.md.
// topic        how directly its activities and interests touch the topic, or one near it in the vocabulary
// targetGroup  how much the groups it is there for are the asker's (or the topic's usual ones, if the asker has none)
// nearness     1 in the same place, a half at 20 km
// network      activities, communities, partners and founders that both share; those that everyone shares count little
// resources    which part of what the asker and its activities need it offers
// What is proposed or rejected counts as nothing. Who asks, and closed libraries, are out.
// Where too few have to do with the topic or the asker, allies of the same municipality and district follow.
// param   for: ID! of Ally                who asks: an organization, library or community
// param   topic: ID! of Topic             on which topic
// param   first: Int! = 10                how many at most
// param   includeKnown: Boolean! = false  whether present partners are listed too
// param   topicWeight: Float! = 0.4        weight of the topic; of the weights only the proportions count
// param   targetGroupWeight: Float! = 0.15 weight of shared target groups
// param   nearnessWeight: Float! = 0.2     weight of nearness
// param   networkWeight: Float! = 0.15     weight of the network
// param   resourcesWeight: Float! = 0.1    weight of resources
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns id: ID!                         id of the ally
// returns type: String!                   Organization, Library or Community
// returns name: String!                   its name
// returns score: Float!                   0 to 1, the sum of the contributions
// returns signals: [JSON!]!                signal, value (0 to 1), weight, contribution: the five parts of the score
// returns evidence: [Any!]!               up to three paths, strongest first; their steps have link, from and to
// returns known: Boolean!                 whether it is a partner already
// returns newestEvidence: String          the newest date in the evidence
// example :params {"for": "cz-library-900", "topic": "dusevni-zdravi", "first": 10, "includeKnown": false, "topicWeight": 0.4, "targetGroupWeight": 0.15, "nearnessWeight": 0.2, "networkWeight": 0.15, "resourcesWeight": 0.1, "visible": ["public", "members", "private"]}

MATCH (asker:Element {id: $for}) WHERE asker:Ally AND coalesce(asker.visibility, 'public') IN $visible
MATCH (topic:Element {id: $topic}) WHERE topic:Topic AND coalesce(topic.visibility, 'public') IN $visible
WITH asker, topic, [w IN [$topicWeight, $targetGroupWeight, $nearnessWeight, $networkWeight, $resourcesWeight] |
       CASE WHEN w > 0 THEN w ELSE 0.0 END] AS given
WITH asker, topic, [w IN given | CASE WHEN w > 0 THEN w / reduce(sum = 0.0, g IN given | sum + g) ELSE 0.0 END] AS weights

// 1. The topic and those near it, by the way there: n to a narrower topic, b to a broader one, m to a matching one.
CALL (topic) {
  MATCH way = (topic)-[steps:BROADER|MATCHES*0..3]-(near:Topic)
  WHERE all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') IN $visible)
    AND all(step IN steps WHERE coalesce(step.status, 'confirmed') = 'confirmed')
  WITH near, steps, reduce(turns = 'topic', i IN range(0, size(steps) - 1) | turns + CASE
         WHEN type(steps[i]) = 'MATCHES' THEN '_m' WHEN startNode(steps[i]) = nodes(way)[i] THEN '_b' ELSE '_n' END) AS turns
  WITH near, steps, {topic: 1.0, topic_n: 0.9, topic_n_n: 0.81, topic_n_n_n: 0.73, topic_b: 0.6, topic_b_b: 0.36,
         topic_b_b_b: 0.22, topic_b_n: 0.55, topic_b_n_n: 0.44, topic_m: 0.6}[turns] AS relevance
  WHERE relevance IS NOT NULL
  WITH near, relevance, steps ORDER BY relevance DESC, near.id, size(steps) LIMIT 1000
  WITH near, collect({near: near, relevance: relevance, way: reverse(steps)})[0] AS best
  WITH best ORDER BY best.relevance DESC, best.near.id LIMIT 100
  RETURN collect(best) AS nears
}

// 2. Where the asker is, or else its activities, members and partners; for whom it is there; what it needs.
CALL (asker) {
  MATCH (asker)-[by:RUNS|TAKES_PART_IN|PARTNERS_WITH|MEMBER_OF|LOCATED_IN*0..1]-(one)
        -[has:LOCATED_IN|PART_OF|SERVES|FOR|NEEDS]->(what)
  WHERE coalesce(one.visibility, 'public') IN $visible AND coalesce(what.visibility, 'public') IN $visible
    AND all(step IN by + has WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    AND NOT (has:NEEDS|OFFERS AND (coalesce(toStringOrNull(has.until) < left(toString(date()), size(toStringOrNull(has.until))), false) OR coalesce(toStringOrNull(has.confirmedAt) < toString(date() - duration({months: 18})), false)))
  WITH by, has, what, type(has) AS link LIMIT 1000
  RETURN collect(CASE WHEN link = 'LOCATED_IN' AND by = [] THEN has END) AS at,
         collect(DISTINCT CASE WHEN link = 'LOCATED_IN' THEN what END)[..10] AS around,
         collect(DISTINCT CASE WHEN link = 'PART_OF' AND type(by[0]) = 'LOCATED_IN' THEN what END) AS districts,
         collect(DISTINCT CASE WHEN link = 'FOR' OR link = 'SERVES' AND by = [] THEN what END) AS own,
         collect(DISTINCT CASE WHEN link = 'NEEDS' AND (by = [] OR type(by[0]) = 'RUNS') THEN what END) AS needs
}
WITH asker, weights, nears, at, districts, own, needs,
     CASE WHEN at <> [] THEN [r IN at | endNode(r)] ELSE around END AS homes

// 3. If the asker has no groups: for whom activities on the topic usually are. Terms akin to what is looked for count too.
CALL (nears, own) {
  UNWIND [n IN nears WHERE own = [] AND n.relevance >= 0.5 | n.near] AS near
  MATCH (near)<-[about:ABOUT WHERE coalesce(about.status, 'confirmed') = 'confirmed']-(activity:Activity)
  MATCH (activity)-[serves:FOR WHERE coalesce(serves.status, 'confirmed') = 'confirmed']->(usual:TargetGroup)
  WHERE coalesce(activity.visibility, 'public') IN $visible AND coalesce(usual.visibility, 'public') IN $visible
  WITH usual, count(DISTINCT activity) AS times ORDER BY times DESC, usual.id LIMIT 6
  RETURN collect(usual) AS usual
}
WITH *, own + usual AS groups
CALL (groups, needs) {
  UNWIND groups + needs AS wanted
  MATCH (wanted)-[way:BROADER*0..1]-(akin)
  WHERE coalesce(akin.visibility, 'public') IN $visible
    AND (wanted:TargetGroup OR all(step IN way WHERE endNode(step) = wanted))
    AND all(step IN way WHERE coalesce(step.status, 'confirmed') = 'confirmed')
  WITH wanted, akin, CASE WHEN wanted:TargetGroup AND way <> [] THEN 0.5 ELSE 1.0 END AS worth ORDER BY worth DESC
  RETURN collect({wanted: wanted, akin: akin, worth: worth}) AS fits
}

// 4. Candidates as rows, never as one list: on a large graph there are thousands. Who only lives near comes last.
CALL (asker, nears, homes, weights) {
  CALL (asker, nears, homes) {
    // Who works on the topics, or runs or joins activities about them; further paths close a part of the gap to 1.
    UNWIND nears AS entry
    WITH entry, entry.near AS near
    MATCH way = (near)<-[steps:WORKS_ON|ABOUT|RUNS|TAKES_PART_IN*1..2]-(ally:Ally)
    WHERE all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') IN $visible)
      AND all(step IN steps WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    WITH entry, steps, ally LIMIT 10000
    WITH entry, steps, ally ORDER BY ally.id
    WITH entry, head(steps) AS about, collect({ally: ally, steps: reverse(steps)}) AS doers
    UNWIND doers AS doer
    WITH entry, doer.ally AS ally, doer.steps AS steps, head(doer.steps) AS does, about,
         [d IN doers WHERE type(head(d.steps)) = 'RUNS' | head(d.steps)][..1] AS runs
    WHERE ally <> asker AND coalesce(ally.closed, false) = false
    WITH ally, does, CASE type(does) WHEN 'TAKES_PART_IN' THEN [does] + runs + [about] ELSE steps END + entry.way AS path,
         entry.relevance * CASE type(does) WHEN 'WORKS_ON' THEN 0.8 WHEN 'RUNS' THEN 0.85 ELSE
           CASE does.involvement WHEN 'informed' THEN 0.4 ELSE 0.75 END END AS worth
    ORDER BY worth DESC, size(path)
    WITH ally, does, collect({of: 0, worth: worth, path: path})[0] AS best
    ORDER BY best.worth DESC, size(best.path), endNode(does).id
    WITH ally, collect(best)[..10] AS paths
    RETURN ally, false AS known, 0.0 AS network, paths[..3] AS paths,
           1 - (1 - paths[0].worth) * 0.85 ^ size([p IN paths[1..] WHERE p.worth > 0.3]) AS topic
    UNION ALL
    // Who is connected with the asker, or two steps away: over an activity, a community, a partner, a founder.
    MATCH (asker)-[mine:RUNS|TAKES_PART_IN|PARTNERS_WITH|MEMBER_OF|FOUNDED_BY|OPERATED_BY]-(shared)
    WHERE coalesce(mine.status, 'confirmed') = 'confirmed' AND coalesce(shared.visibility, 'public') IN $visible
    WITH mine, shared, COUNT {
      (shared)-[others:RUNS|TAKES_PART_IN|PARTNERS_WITH|MEMBER_OF|FOUNDED_BY|OPERATED_BY WHERE coalesce(others.status, 'confirmed') = 'confirmed']-(other)
      WHERE coalesce(other.visibility, 'public') IN $visible
    } AS degree
    ORDER BY degree, shared.id LIMIT 1000
    MATCH (shared)-[theirs:RUNS|TAKES_PART_IN|PARTNERS_WITH|MEMBER_OF|FOUNDED_BY|OPERATED_BY*0..1]-(ally:Ally)
    WHERE ally <> asker AND coalesce(ally.visibility, 'public') IN $visible
      AND all(step IN theirs WHERE coalesce(step.status, 'confirmed') = 'confirmed')
      AND coalesce(ally.closed, false) = false
    WITH shared, ally, theirs + mine AS path, CASE WHEN theirs <> [] THEN 1 / log(2 + degree) ELSE 1.0 END AS worth LIMIT 10000
    WITH shared, ally, {of: 3, worth: worth, path: path, known: (size(path) = 1 OR
           all(step IN path WHERE type(step) IN ['RUNS', 'TAKES_PART_IN']))
           AND all(step IN path WHERE coalesce(toStringOrNull(step.until), '9999') >= left(toString(date()), size(coalesce(toStringOrNull(step.until), '9999'))))} AS way
    ORDER BY worth DESC, way.known DESC, type(head(path)), type(last(path))
    WITH shared, ally, collect(way)[0] AS best ORDER BY best.worth DESC, shared.id
    WITH ally, collect(best) AS paths
    RETURN ally, any(p IN paths WHERE p.known) AS known, 1 - exp(-reduce(sum = 0.0, p IN paths | sum + p.worth)) AS network,
           paths[..3] AS paths, 0.0 AS topic
    UNION ALL
    // Who is in the same place, or in another one of its district.
    UNWIND homes AS home
    MATCH way = (home)-[:PART_OF*0..1]->()<-[:PART_OF*0..1]-(place:Place)<-[:LOCATED_IN]-(ally:Ally)
    WHERE all(step IN relationships(way) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
      AND all(step IN nodes(way) WHERE coalesce(step.visibility, 'public') IN $visible)
      AND ally <> asker AND coalesce(ally.closed, false) = false AND coalesce(ally.visibility, 'public') IN $visible
    WITH ally, min(point.distance(place.location, home.location)) AS metres ORDER BY metres, ally.id LIMIT 100 + $first
    RETURN ally, false AS known, 0.0 AS network, [] AS paths, 0.0 AS topic
  }
  WITH weights, ally, max(known) AS known, max(topic) AS topic, max(network) AS network, collect(paths) AS paths
  WHERE $includeKnown OR NOT known
  WITH ally, known, topic, network, paths, topic + network = 0 AS onlyNear,
       topic * weights[0] + network * weights[3] AS promise
  ORDER BY onlyNear, promise DESC, ally.id LIMIT 300 + $first
  RETURN ally, {known: known, topic: topic, network: network, paths: paths, onlyNear: onlyNear} AS candidate
}
WITH candidate, ally, weights, at, homes, districts, groups, needs, fits

// 5. Where each candidate is, for whom it is there, what it offers: the five values, and the score.
CALL (ally) {
  OPTIONAL MATCH (ally)-[by:RUNS|TAKES_PART_IN|LOCATED_IN*0..1]->(one)-[has:LOCATED_IN|PART_OF|SERVES|FOR|OFFERS]->(what)
  WHERE coalesce(one.visibility, 'public') IN $visible AND coalesce(what.visibility, 'public') IN $visible
    AND all(step IN by + has WHERE coalesce(step.status, 'confirmed') = 'confirmed')
    AND NOT (has:NEEDS|OFFERS AND (coalesce(toStringOrNull(has.until) < left(toString(date()), size(toStringOrNull(has.until))), false) OR coalesce(toStringOrNull(has.confirmedAt) < toString(date() - duration({months: 18})), false)))
  WITH by, has, what, type(has) AS link LIMIT 500
  RETURN collect(CASE WHEN link = 'LOCATED_IN' AND by = [] THEN has END) AS seats,
         collect(DISTINCT CASE WHEN link = 'LOCATED_IN' THEN what END) AS scenes,
         collect(CASE WHEN link = 'PART_OF' AND type(by[0]) = 'LOCATED_IN' THEN by + has END) AS withins,
         collect(CASE WHEN link = 'SERVES' AND by = [] THEN has END) AS serves,
         collect(DISTINCT CASE WHEN link IN ['SERVES', 'FOR'] THEN what END)[..50] AS served,
         collect(CASE WHEN link = 'OFFERS' AND by = [] THEN has END) AS offers
}
WITH *, CASE WHEN at = [] THEN 0.5 ELSE 1.0 END * CASE WHEN seats = [] THEN 0.5 ELSE 1.0 END AS sure,
     CASE WHEN seats = [] THEN scenes ELSE [r IN seats | endNode(r)] END AS places,
     reduce(sum = 0.0, g IN served | sum + coalesce(head([f IN fits WHERE f.akin = g | f.worth]), 0.0)) AS shared,
     [n IN needs WHERE any(f IN fits WHERE f.wanted = n AND any(o IN offers WHERE endNode(o) = f.akin))] AS met
WITH *, reduce(best = 0.0, near IN reduce(all = [], h IN homes | all + [p IN places | CASE WHEN p = h THEN 1.0
       ELSE 1 / (1 + point.distance(p.location, h.location) / 20000) END])
       | CASE WHEN near > best THEN near ELSE best END) * sure AS nearness
WITH *, [candidate.topic, CASE WHEN shared = 0 THEN 0.0 WHEN shared * shared >= size(served) * size(groups) THEN 1.0
       ELSE shared / sqrt(size(served) * size(groups)) END, nearness, candidate.network,
       CASE WHEN needs = [] THEN 0.0 ELSE 1.0 * size(met) / size(needs) END] AS values
WITH *, [i IN range(0, 4) | {signal: ['topic', 'targetGroup', 'nearness', 'network', 'resources'][i], value: values[i],
       weight: weights[i], contribution: values[i] * weights[i]}] AS signals
WITH *, reduce(score = 0.0, s IN signals | score + s.contribution) AS score
ORDER BY candidate.onlyNear, score DESC, ally.id LIMIT $first

// 6. The evidence: paths to the topic and over the network, the place, a shared group, an offer that is needed; of equals, the
// first by id.
WITH ally, candidate, signals, score, reduce(all = [], paths IN candidate.paths | all + paths)
     + [r IN COLLECT { UNWIND seats AS r WITH r WHERE endNode(r) IN homes RETURN r ORDER BY endNode(r).id } | {of: 2, path: [r] + [own IN at WHERE endNode(own) = endNode(r)]}][..1]
     + [w IN COLLECT { UNWIND withins AS w WITH w WHERE endNode(w[1]) IN districts AND NOT endNode(w[0]) IN homes RETURN w ORDER BY endNode(w[1]).id, endNode(w[0]).id } | {of: 2, path: w}][..1]
     + [r IN COLLECT { UNWIND serves AS r WITH r WHERE endNode(r) IN groups RETURN r ORDER BY endNode(r).id } | {of: 1, path: [r]}][..1]
     + [r IN COLLECT { UNWIND offers AS r WITH r WHERE any(f IN fits WHERE f.akin = endNode(r) AND f.wanted IN met) RETURN r ORDER BY endNode(r).id } | {of: 4, path: [r]}][..1] AS reasons
CALL (reasons, signals) {
  UNWIND reasons AS reason
  WITH reason.path AS path, coalesce(reason.worth * signals[reason.of].weight, signals[reason.of].contribution) AS worth
  ORDER BY worth DESC, size(path), endNode(last(path)).id LIMIT 3
  WITH collect({worth: worth, path: path}) AS best
  RETURN [b IN best WHERE b.worth >= best[0].worth / 4 | b.path] AS paths
}
WITH ally, candidate, signals, score, paths,
     [path IN paths | [step IN path | {link: type(step), ends: [node IN [startNode(step), endNode(step)] | node {elementId: node.id, .name,
       .nameEn, type: coalesce(head([label IN labels(node) WHERE NOT label IN ['Element', 'Ally', 'Term', 'Organization']]),
       'Organization')}]}]] AS told,
     reduce(days = [], step IN reduce(all = [], path IN paths | all + path) | days + [toStringOrNull(step.since), toStringOrNull(step.until),
       toStringOrNull(startNode(step).since), toStringOrNull(startNode(step).until), toStringOrNull(endNode(step).since), toStringOrNull(endNode(step).until)]) AS days
RETURN ally.id AS id,
       CASE WHEN ally:Library THEN 'Library' WHEN ally:Community THEN 'Community' ELSE 'Organization' END AS type,
       ally.name AS name, score, signals,
       [path IN told | [step IN path | {link: step.link, from: step.ends[0], to: step.ends[1]}]] AS evidence,
       candidate.known AS known,
       reduce(newest = null, day IN days | CASE WHEN day <= toString(date()) AND day > coalesce(newest, '') THEN day
         ELSE newest END) AS newestEvidence
ORDER BY score DESC, id;
