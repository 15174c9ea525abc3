// Places keep the places around them in `around`, so that what lies within one is found without walking there: the
// narrowest visibility on the way, a blank, and the id. Places that somebody has made by hand are none of ours.
// instead of 9f13d6deafc3eb2ea25210bea0313115f628997f85b4d3118858b04d1e823b9c
MATCH (place:Element&Place) WHERE place.around IS NULL
CALL (place) {
  SET place.around = COLLECT {
    MATCH up = (place)-[:PART_OF*0..4]->(around:Element&Place)
    WITH around, [step IN nodes(up) | step.visibility] AS visibilities
    WITH CASE WHEN 'private' IN visibilities THEN 'private' WHEN 'members' IN visibilities THEN 'members' ELSE 'public' END
         + ' ' + around.id AS entry
    RETURN DISTINCT entry ORDER BY entry
  }
} IN TRANSACTIONS OF 5000 ROWS;
