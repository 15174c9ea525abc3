// What an ally said about those suggested to it, the latest first. Feedback is told to those who have a key alone,
// reasons to the ally itself and to reviewers. What was said before an element got its id was said of another one.
// cs Co spojenec řekl o těch, kdo mu byli doporučeni, od nejnovějšího; jen pro ty, kdo mají klíč; důvody jen jemu a správcům.
// answers many
// param   for: ID! of Ally     who asked / kdo se ptal
// param   topic: ID of Topic   on this topic only / jen k tomuto tématu
// param   first: Int! = 100 [0..200]  how many at most / nejvýše kolik
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// param   own: [String!]! = [""]       the library of whoever asks
// returns topic: Topic!        on which topic / k jakému tématu
// returns partner: Ally!       who was suggested / kdo byl doporučen
// returns verdict: String!     useful, notUseful, contacted or becamePartner / jak to dopadlo
// returns reason: String       in the words of who said it / slovy toho, kdo to řekl
// returns at: String!          when it was said / kdy to bylo řečeno
// example :params {"for": "cz-library-900", "topic": null, "first": 100, "visible": ["public", "members", "private"], "own": [""]}
MATCH (asker:Element {id: $for}) WHERE 'members' IN $visible AND coalesce(asker.visibility, 'public') IN $visible
MATCH (suggestion:Internal {kind: 'Suggestion', asker: asker.id})
WHERE suggestion.topic IS NOT NULL AND ($topic IS NULL OR suggestion.topic = $topic)
WITH asker, properties(suggestion) AS said
MATCH (topic:Element {id: said.topic}) WHERE coalesce(topic.visibility, 'public') IN $visible
MATCH (partner:Element {id: said.partner}) WHERE coalesce(partner.visibility, 'public') IN $visible
WITH said, asker, topic, partner WHERE all(each IN [asker, topic, partner] WHERE coalesce(each.createdAt <= said.at, true))
WITH said, topic, partner ORDER BY said.at DESC, topic.id, partner.id LIMIT $first
RETURN topic.id AS topic, partner.id AS partner, said.verdict AS verdict,
       CASE WHEN 'private' IN $visible OR said.asker IN $own THEN said.reason END AS reason, toString(said.at) AS at;
