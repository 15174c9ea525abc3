// Gives allies the numbers of a day, and takes those of the day before from all others.
// param   rows: [Any!]!        each a list: id, numbers
// returns measured: Int!
CALL () {
  MATCH (ally:Ally) WHERE ally.measured IS NOT NULL
  REMOVE ally.measured, ally.degree, ally.betweenness, ally.reach, ally.density, ally.community, ally.communitySize,
         ally.rank, ally.percentile
}
UNWIND $rows AS row
MATCH (ally:Ally {id: row[0]}) USING INDEX SEEK ally:Ally(id)
SET ally += row[1]
RETURN count(*) AS measured;
