// Confirmed connections of one type that lead on from some elements, step after step: whoever makes another one of them can
// see whether it closes a circle.
// param   ids: [ID!]!          where to begin
// param   type: String!        type of the connections, such as BROADER
// returns start: ID!           where a connection begins
// returns end: ID!             where it ends
// returns startVisibility: String   who sees its beginning; null is everybody
// returns endVisibility: String     who sees its end
UNWIND $ids AS id
MATCH (from:Element {id: id}) USING INDEX SEEK from:Element(id)
MATCH (from)
      (()-[on WHERE type(on) = $type AND coalesce(on.status, 'confirmed') = 'confirmed']->())*
      (element:Element)
WITH DISTINCT element
MATCH (element)-[step WHERE type(step) = $type AND coalesce(step.status, 'confirmed') = 'confirmed']->(other:Element)
RETURN element.id AS start, other.id AS end, element.visibility AS startVisibility, other.visibility AS endVisibility;
