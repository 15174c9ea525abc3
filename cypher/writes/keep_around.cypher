// Keeps `around` of places that were moved, hidden or shown, and of everything within these. What is not confirmed to be
// part of something is not.
// param   ids: [ID!]!          what may have moved; what is no place is left alone
// returns kept: Int!           how many places lie elsewhere now
UNWIND $ids AS id
MATCH (moved:Element {id: id}) USING INDEX SEEK moved:Element(id)
WHERE moved:Place
MATCH (moved)<-[:PART_OF*0..4]-(place:Place)
WITH DISTINCT place, COLLECT {
  MATCH up = (place)-[:PART_OF*0..4]->(around:Place)
  WHERE all(step IN relationships(up) WHERE coalesce(step.status, 'confirmed') = 'confirmed')
  WITH around, [step IN nodes(up) | step.visibility] AS visibilities
  WITH CASE WHEN 'private' IN visibilities THEN 'private' WHEN 'members' IN visibilities THEN 'members' ELSE 'public' END
       + ' ' + around.id AS entry
  RETURN DISTINCT entry ORDER BY entry
} AS around
WHERE place.around IS NULL OR place.around <> around
SET place.around = around
RETURN count(*) AS kept;
