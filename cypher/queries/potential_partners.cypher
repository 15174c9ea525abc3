// Who could be a partner of this ally on this topic, and why: a score, its five parts, and paths that explain it.
// topic        how directly its activities and interests touch the topic, or one near it in the vocabulary
// targetGroup  how much the groups it is there for are the asker's (or the topic's usual ones, if the asker has none)
// nearness     1 in the same place, a half at 20 km
// network      activities, communities, partners and founders that both share; those that everyone shares count little
// resources    which part of what the asker and its activities need it offers
// Rejected connections count as nothing; a proposed partner is not known yet. Who asks, and closed libraries, are out.
// Where too few have to do with the topic or the asker, allies of the same municipality and district follow.
// param   for: ID!                        who asks: an organization, library or community
// param   topic: ID!                      on which topic
// param   first: Int! = 10                how many at most
// param   includeKnown: Boolean! = false  whether present partners are listed too
// param   topicWeight: Float! = 0.4        weight of the topic; of the weights only the proportions count
// param   targetGroupWeight: Float! = 0.15 weight of shared target groups
// param   nearnessWeight: Float! = 0.2     weight of nearness
// param   networkWeight: Float! = 0.15     weight of the network
// param   resourcesWeight: Float! = 0.1    weight of resources
// returns id: ID!                         id of the ally
// returns type: String!                   Organization, Library or Community
// returns name: String!                   its name
// returns score: Float!                   0 to 1, the sum of the contributions
// returns signals: [Map!]!                signal, value (0 to 1), weight, contribution: the five parts of the score
// returns evidence: [Any!]!               up to three paths, strongest first; their steps have link, from and to
// returns known: Boolean!                 whether it is a partner already
// returns newestEvidence: String          the newest date in the evidence
// example :params {"for": "cz-library-900", "topic": "dusevni-zdravi", "first": 10, "includeKnown": false, "topicWeight": 0.4, "targetGroupWeight": 0.15, "nearnessWeight": 0.2, "networkWeight": 0.15, "resourcesWeight": 0.1}

MATCH (asker:Element {id: $for}) WHERE asker:Ally
MATCH (topic:Element {id: $topic}) WHERE topic:Topic
WITH asker, topic, [w IN [$topicWeight, $targetGroupWeight, $nearnessWeight, $networkWeight, $resourcesWeight] |
       CASE WHEN w > 0 THEN w ELSE 0.0 END] AS given
WITH asker, topic, given, reduce(sum = 0.0, w IN given | sum + w) AS total
WITH asker, topic, [w IN given | CASE WHEN total > 0 THEN w / total ELSE 0.0 END] AS weights

// 1. The topic and those near it: [topic, relevance, way to the topic asked for].
CALL (topic) {
  CALL (topic) {
    RETURN topic AS near, 1.0 AS relevance, [] AS way
    UNION ALL
    MATCH way = (near:Topic)-[:BROADER*1..3]->(topic)
    RETURN near, 0.9 ^ length(way) AS relevance, relationships(way) AS way LIMIT 200
    UNION ALL
    MATCH way = (near:Topic)<-[:BROADER*1..3]-(topic)
    RETURN near, 0.6 ^ length(way) AS relevance, relationships(way) AS way LIMIT 50
    UNION ALL
    MATCH way = (near:Topic)-[:BROADER*1..2]->(:Topic)<-[:BROADER]-(topic)
    RETURN near, 0.55 * 0.8 ^ (length(way) - 2) AS relevance, relationships(way) AS way LIMIT 200
    UNION ALL
    MATCH way = (near:Topic)-[:MATCHES]-(topic)
    RETURN near, 0.6 AS relevance, relationships(way) AS way LIMIT 50
    UNION ALL
    MATCH way = (near:Topic)-[:MATCHES]->(:Topic)<-[:MATCHES]-(topic)
    RETURN near, 0.25 AS relevance, relationships(way) AS way LIMIT 200
  }
  WITH near, relevance, way WHERE none(step IN way WHERE coalesce(step.status, '') = 'rejected')
  WITH near, relevance, way ORDER BY relevance DESC, size(way)
  WITH near, collect([relevance, way])[0] AS best
  WITH near, best ORDER BY best[0] DESC, near.id LIMIT 100
  RETURN collect([near, best[0], best[1]]) AS nears
}

// 2. Who works on them, or runs or joins activities about them; further paths close a part of the gap to 1.
CALL (asker, nears) {
  UNWIND nears AS entry
  WITH asker, entry[0] AS near, entry[1] AS relevance, entry[2] AS way
  CALL (near) {
    MATCH (ally:Ally)-[works:WORKS_ON]->(near)
    RETURN ally, [works] AS steps, 0.8 AS worth LIMIT 500
    UNION ALL
    MATCH (near)<-[about:ABOUT]-(activity:Activity)<-[does:RUNS|TAKES_PART_IN]-(ally:Ally)
    WITH * LIMIT 500
    RETURN ally, [does] + CASE WHEN does:RUNS THEN [] ELSE COLLECT {
             MATCH (activity)<-[runs:RUNS]-() WHERE coalesce(runs.status, '') <> 'rejected' RETURN runs LIMIT 1
           } END + [about] AS steps,
           CASE WHEN does:RUNS THEN 0.85 WHEN does.involvement = 'informed' THEN 0.4 ELSE 0.75 END AS worth
  }
  WITH ally, near, steps, steps + way AS path, relevance * worth * reduce(sure = 1.0, step IN steps |
         sure * CASE step.status WHEN 'rejected' THEN 0 WHEN 'proposed' THEN 0.7 ELSE 1 END) AS worth
  WHERE ally <> asker AND worth > 0 AND coalesce(ally.closed, false) = false
  WITH ally, near, steps, path, worth LIMIT 5000
  ORDER BY worth DESC, size(path), near.id
  WITH ally, head(steps) AS way, collect([worth, path])[0] AS best
  WITH ally, best ORDER BY best[0] DESC, size(best[1]), endNode(best[1][0]).id
  WITH ally, collect(best)[..10] AS paths
  RETURN collect({ally: ally, paths: paths[..3],
    value: 1 - (1 - paths[0][0]) * 0.85 ^ size([path IN paths[1..] WHERE path[0] > 0.3])}) AS topical
}

// 3. Who is connected with the asker, or two steps away: over an activity, a community, a partner, a founder.
CALL (asker) {
  MATCH (asker)-[own:RUNS|TAKES_PART_IN|PARTNERS_WITH|MEMBER_OF|FOUNDED_BY]-(shared)
  WHERE coalesce(own.status, '') <> 'rejected'
  WITH asker, own, shared LIMIT 1000
  WITH asker, own, shared,
       COUNT { (shared)-[:RUNS|TAKES_PART_IN|PARTNERS_WITH|MEMBER_OF|FOUNDED_BY]-() } AS degree
  ORDER BY degree, shared.id LIMIT 200
  CALL (asker, own, shared, degree) {
    WITH * WHERE shared:Ally
    RETURN shared AS ally, [own] AS path, CASE own.status WHEN 'proposed' THEN 0.5 ELSE 1.0 END AS worth
    UNION ALL
    MATCH (shared)-[theirs:RUNS|TAKES_PART_IN|PARTNERS_WITH|MEMBER_OF|FOUNDED_BY]-(ally:Ally)
    WHERE ally <> asker AND coalesce(theirs.status, '') <> 'rejected'
    RETURN ally, [theirs, own] AS path, 1 / log(2 + degree) AS worth LIMIT 200
  }
  WITH ally, shared, path, worth WHERE coalesce(ally.closed, false) = false
  WITH ally, shared, path, worth LIMIT 5000
  ORDER BY worth DESC, size(path), type(head(path)), type(last(path))
  WITH ally, shared, collect([worth, path])[0] AS best
  WITH ally, best ORDER BY best[0] DESC, shared.id
  WITH ally, collect(best) AS paths
  RETURN collect({ally: ally, paths: paths[..3],
    value: 1 - exp(-reduce(sum = 0.0, path IN paths | sum + path[0]))}) AS networked
}

// 4. Candidates, at most a few hundred, the most promising first; partners of today only if asked for.
CALL (asker, topical, networked, weights) {
  UNWIND [t IN topical | t {.ally, topical: t.value, network: 0.0, paths: [p IN t.paths | [p[0] * weights[0], p[1]]]}] +
         [n IN networked | n {.ally, topical: 0.0, network: n.value, paths: [p IN n.paths | [p[0] * weights[3], p[1]]]}]
         AS entry
  WITH asker, weights, entry.ally AS ally, max(entry.topical) AS fit, max(entry.network) AS network,
       reduce(all = [], paths IN collect(entry.paths) | all + paths) AS paths
  WITH asker, ally, fit, network, paths
  ORDER BY fit * weights[0] + network * weights[3] DESC, ally.id LIMIT 2000
  WITH *, EXISTS {
      (asker)-[own:PARTNERS_WITH|FOUNDED_BY|MEMBER_OF]-(ally)
      WHERE NOT coalesce(own.status, '') IN ['rejected', 'proposed']
    } OR EXISTS {
      (asker)-[own:RUNS|TAKES_PART_IN]->(:Activity)<-[theirs:RUNS|TAKES_PART_IN]-(ally)
      WHERE none(r IN [own, theirs] WHERE coalesce(r.status, '') IN ['rejected', 'proposed'])
    } AS known
  WHERE $includeKnown OR NOT known
  WITH * LIMIT 300 + $first
  RETURN collect({ally: ally, known: known, fit: fit, network: network, paths: paths}) AS candidates
}

// 5. Where the asker is, or else its activities, members and partners; neighbours, if there are too few candidates.
CALL (asker) {
  OPTIONAL MATCH (asker)-[at:LOCATED_IN]->(own:Place) WHERE coalesce(at.status, '') <> 'rejected'
  WITH asker, collect(own) AS own
  RETURN CASE WHEN own <> [] THEN own ELSE COLLECT {
    MATCH (asker)-[:RUNS|TAKES_PART_IN|MEMBER_OF|PARTNERS_WITH]-()-[:LOCATED_IN]->(place:Place)
    RETURN DISTINCT place LIMIT 10
  } END AS homes, CASE WHEN own <> [] THEN 1.0 ELSE 0.5 END AS homely
}
CALL (asker, candidates, networked, homes) {
  UNWIND candidates AS candidate
  RETURN candidate
  UNION ALL
  WITH asker, homes, [c IN candidates + networked | c.ally] AS there WHERE size(candidates) < $first
  CALL (homes) {
    UNWIND homes AS home
    MATCH (home)<-[:LOCATED_IN]-(ally:Ally)
    RETURN ally, 0.0 AS metres LIMIT 300
    UNION ALL
    UNWIND homes AS home
    MATCH (home)-[:PART_OF]->(:Place)<-[:PART_OF]-(place:Place)
    WITH place, min(point.distance(place.location, home.location)) AS metres ORDER BY metres, place.id LIMIT 50
    MATCH (place)<-[:LOCATED_IN]-(ally:Ally)
    RETURN ally, metres LIMIT 300
  }
  WITH asker, there, ally, min(metres) AS metres
  WHERE ally <> asker AND coalesce(ally.closed, false) = false AND NOT ally IN there
  WITH ally, metres ORDER BY metres, ally.id LIMIT $first
  RETURN {ally: ally, known: false, fit: 0.0, network: 0.0, paths: []} AS candidate
}

// 6. For whom the asker is there, or else who activities on the topic are usually for, and what the asker needs.
WITH asker, weights, nears, homes, homely, collect(candidate) AS candidates, COLLECT {
    MATCH (asker)-[s:SERVES]->(own:TargetGroup) WHERE coalesce(s.status, '') <> 'rejected' RETURN own
    UNION
    MATCH (asker)-[s:RUNS|TAKES_PART_IN]->(:Activity)-[:FOR]->(own:TargetGroup)
    WHERE coalesce(s.status, '') <> 'rejected' RETURN own
  } AS own, COLLECT {
    MATCH (asker)-[n:NEEDS]->(need:Resource) WHERE coalesce(n.status, '') <> 'rejected' RETURN need
    UNION
    MATCH (asker)-[:RUNS]->(:Activity)-[n:NEEDS]->(need:Resource)
    WHERE coalesce(n.status, '') <> 'rejected' RETURN need
  } AS needs
CALL (nears, own) {
  UNWIND [near IN nears WHERE own = [] AND near[1] >= 0.5 | near[0]] AS near
  MATCH (near)<-[:ABOUT]-(activity:Activity)-[:FOR]->(usual:TargetGroup)
  WITH usual, count(DISTINCT activity) AS times ORDER BY times DESC, usual.id LIMIT 6
  RETURN collect(usual) AS usual
}
WITH asker, weights, homes, homely, candidates, needs, own + usual AS groups

// 7. The five values of each candidate, and the score.
UNWIND candidates AS candidate
WITH asker, weights, homes, homely, needs, groups, candidate.ally AS ally, candidate.known AS known, candidate.paths AS paths,
     candidate.fit AS fit, candidate.network AS network
CALL (ally, homes, homely) {
  UNWIND homes AS home
  CALL (ally) {
    MATCH (ally)-[at:LOCATED_IN]->(place:Place) WHERE coalesce(at.status, '') <> 'rejected'
    RETURN place, 1.0 AS sure
    UNION ALL
    MATCH (ally)-[:RUNS|TAKES_PART_IN]->(:Activity)-[:LOCATED_IN]->(place:Place)
    WHERE NOT EXISTS { (ally)-[:LOCATED_IN]->(:Place) }
    RETURN place, 0.5 AS sure LIMIT 20
  }
  RETURN coalesce(max(homely * sure * CASE WHEN place = home THEN 1.0
    ELSE 1 / (1 + point.distance(place.location, home.location) / 20000) END), 0.0) AS nearness
}
WITH *, COLLECT {
    MATCH (ally)-[s:SERVES]->(served:TargetGroup) WHERE coalesce(s.status, '') <> 'rejected' RETURN served
    UNION
    MATCH (ally)-[s:RUNS|TAKES_PART_IN]->(:Activity)-[:FOR]->(served:TargetGroup)
    WHERE coalesce(s.status, '') <> 'rejected' RETURN served LIMIT 50
  } AS served, [need IN needs WHERE EXISTS {
    (ally)-[o:OFFERS]->(:Resource)-[:BROADER*0..2]->(need) WHERE coalesce(o.status, '') <> 'rejected' }] AS met
WITH *, reduce(shared = 0.0, g IN served | shared + CASE WHEN g IN groups THEN 1.0
       WHEN EXISTS { (g)-[:BROADER]-(akin:TargetGroup) WHERE akin IN groups } THEN 0.5 ELSE 0.0 END) AS shared
WITH *, [
    {signal: 'topic', value: fit, weight: weights[0]},
    {signal: 'targetGroup', value: CASE WHEN shared = 0 THEN 0.0
      WHEN shared * shared >= size(served) * size(groups) THEN 1.0
      ELSE shared / sqrt(size(served) * size(groups)) END, weight: weights[1]},
    {signal: 'nearness', value: nearness, weight: weights[2]},
    {signal: 'network', value: network, weight: weights[3]},
    {signal: 'resources', value: CASE WHEN needs = [] THEN 0.0 ELSE 1.0 * size(met) / size(needs) END,
     weight: weights[4]}
  ] AS valued
WITH *, [s IN valued | s {.*, contribution: s.value * s.weight}] AS signals
WITH *, reduce(score = 0.0, s IN signals | score + s.contribution) AS score
ORDER BY score DESC, ally.id LIMIT $first

// 8. The evidence: paths to the topic and over the network, the place, a shared group, an offer that is needed.
CALL (asker, ally, paths, homes, groups, met, signals) {
  UNWIND paths AS path
  RETURN path[0] AS worth, path[1] AS path
  UNION ALL
  WITH asker, ally, homes, signals UNWIND homes AS home
  MATCH (ally)-[theirs:LOCATED_IN]->(home)
  RETURN signals[2].contribution AS worth, [theirs] + COLLECT {
    MATCH (home)<-[at:LOCATED_IN]-(asker) RETURN at } AS path LIMIT 1
  UNION ALL
  WITH ally, homes, signals UNWIND homes AS home
  MATCH (home)-[:PART_OF]->(district:Place)<-[within:PART_OF]-(place:Place)<-[theirs:LOCATED_IN]-(ally)
  RETURN signals[2].contribution AS worth, [theirs, within] AS path LIMIT 1
  UNION ALL
  WITH ally, groups, signals UNWIND groups AS group
  MATCH (ally)-[serves:SERVES]->(group)
  RETURN signals[1].contribution AS worth, [serves] AS path LIMIT 1
  UNION ALL
  WITH asker, ally, met, signals UNWIND met AS need
  MATCH (ally)-[offers:OFFERS]->(offered:Resource) WHERE offered = need OR EXISTS { (offered)-[:BROADER*1..2]->(need) }
  RETURN signals[4].contribution AS worth, [offers] AS path LIMIT 1
}
WITH ally, known, signals, score, worth, path ORDER BY worth DESC, size(path), endNode(last(path)).id
WITH ally, known, signals, score, collect([worth, path])[..3] AS best
WITH ally, known, signals, score, [b IN best WHERE b[0] >= best[0][0] / 4 | b[1]] AS paths
CALL (paths) {
  UNWIND paths AS path
  UNWIND path AS step
  WITH step, startNode(step) AS source, endNode(step) AS target
  UNWIND [step.since, step.until, source.since, source.until, target.since, target.until] AS day
  WITH day WHERE day <= toString(date())
  RETURN max(day) AS newestEvidence
}
RETURN ally.id AS id,
       CASE WHEN ally:Library THEN 'Library' WHEN ally:Community THEN 'Community' ELSE 'Organization' END AS type,
       ally.name AS name, score, signals,
       [path IN paths | COLLECT {
         UNWIND path AS step
         WITH type(step) AS link, [node IN [startNode(step), endNode(step)] | node {.id, .name, .nameEn,
           type: coalesce(head([label IN labels(node) WHERE NOT label IN ['Element', 'Ally', 'Term', 'Organization']]),
             'Organization')}] AS ends
         RETURN {link: link, from: ends[0], to: ends[1]}
       }] AS evidence,
       known, newestEvidence
ORDER BY score DESC, id;
