// The numbers of the newest day of the network, which is that of what everybody sees; no row when that day is known.
// param   day: String!          the day that is known, empty for none
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to show
// returns day: String!          2026-11-22
// returns numbers: [Any!]!      of each ally that everybody sees: id, its numbers
MATCH (snapshot:Internal {kind: 'NetworkSnapshot'}) WHERE snapshot.day IS NOT NULL AND snapshot.done
WITH max(snapshot.day) AS day WHERE day <> $day
RETURN day, COLLECT {
  MATCH (found:Internal {kind: 'AllyNumbers', snapshot: day})
  WITH properties(found) AS all
  UNWIND range(0, size(all.of) - 1) AS n
  MATCH (ally:Ally {id: all.of[n]}) WHERE coalesce(ally.visibility, 'public') = 'public'
  OPTIONAL MATCH (strongest:Ally {id: all.community[n]}) WHERE coalesce(strongest.visibility, 'public') IN $visible
  RETURN [ally.id, {
    measured: day, degree: all.degree[n], betweenness: all.betweenness[n], reach: all.reach[n],
    density: CASE WHEN all.density[n] >= 0 THEN all.density[n] END,
    community: strongest.id, communitySize: all.communitySize[n],
    rank: CASE WHEN all.rank[n] >= 0 THEN all.rank[n] END,
    percentile: CASE WHEN all.percentile[n] >= 0 THEN all.percentile[n] END
  }]
} AS numbers;
