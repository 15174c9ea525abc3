// Where sources say something else than people, the newest first, each with what stands here now.
// param   key: ID           only this one
// param   source: ID        only of this source
// param   verdict: String   only with this verdict; null is any
// param   open: Boolean!    only without a verdict
// param   most: Int!        how many at most
// returns mismatch: JSON!   as it was noted
// returns here: Any         the value that stands here now
// returns named: [String]   name of the element, of a connection that of where it begins; its number in registers
MATCH (mismatch:Internal {kind: 'Mismatch'})
WHERE mismatch.key IS NOT NULL AND ($key IS NULL OR mismatch.key = $key) AND ($source IS NULL OR mismatch.source = $source)
  AND ($verdict IS NULL OR mismatch.verdict = $verdict) AND (NOT $open OR mismatch.verdict IS NULL)
WITH mismatch ORDER BY mismatch.at DESC, mismatch.key LIMIT $most
RETURN mismatch {.*, at: toString(mismatch.at)} AS mismatch, head(COLLECT {
  MATCH (element:Element {id: mismatch.about[0]}) WHERE size(mismatch.about) = 1
  RETURN element[mismatch.property]
} + COLLECT {
  MATCH (start:Element {id: mismatch.about[0]})-[connection]-(end:Element {id: mismatch.about[1]})
  WHERE type(connection) = mismatch.link AND coalesce(connection.parallel, '') = mismatch.parallel
  RETURN connection[mismatch.property]
}) AS here, head(COLLECT {
  MATCH (element:Element {id: mismatch.about[0]})
  RETURN [element.name, coalesce(element.registrationNumber, element.ico, element.code, element.sigla)]
}) AS named;
