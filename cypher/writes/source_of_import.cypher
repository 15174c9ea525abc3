// Which source an import is of: the one that is asked for, else the one that had this content last, else the one of this name.
// param   id: ID              as asked for
// param   digest: String      of the content
// param   made: ID!           the id that its name makes
// returns id: ID!
// returns known: Boolean!     whether it is there already
// returns digest: String      of its content when it was imported last
WITH coalesce($id, head(COLLECT {
  MATCH (same:Source) WHERE same.digest = $digest RETURN same.id ORDER BY same.id
}), $made) AS id
OPTIONAL MATCH (source:Source&Element {id: id})
RETURN id, source IS NOT NULL AS known, source.digest AS digest;
