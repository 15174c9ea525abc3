// How many suggestions became partners: those that somebody judged, of these the useful ones, the contacted, the partners.
// Each stage counts those that ever reached it or went further. Feedback is told to those who have a key; to others all is null.
// cs Kolik doporučení vedlo k partnerství: posouzená, z nich užitečná, oslovená a partneři; bez klíče prázdné.
// answers one
// param   for: ID of Ally      of this ally only / jen tohoto spojence
// param   topic: ID of Topic   on this topic only / jen k tomuto tématu
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to look at
// returns judged: Int          suggestions that somebody judged / posouzená doporučení
// returns notUseful: Int       of these, not useful by the last word / z nich nakonec neužitečná
// returns useful: Int          useful, or more than that / užitečná nebo víc
// returns contacted: Int       contacted, or more than that / oslovená nebo víc
// returns becamePartner: Int   became partners / stali se partnery
// returns share: Float         share of the judged that became partners, null when none was judged / podíl partnerů
// example :params {"for": null, "topic": null, "visible": ["public", "members", "private"]}
OPTIONAL MATCH (asker:Ally&Element {id: $for}) WHERE coalesce(asker.visibility, 'public') IN $visible
OPTIONAL MATCH (topic:Topic&Element {id: $topic}) WHERE coalesce(topic.visibility, 'public') IN $visible
WITH asker, topic WHERE ($for IS NULL OR asker IS NOT NULL) AND ($topic IS NULL OR topic IS NOT NULL)
OPTIONAL MATCH (suggestion:Internal {kind: 'Suggestion'})
WHERE suggestion.key IS NOT NULL AND ($for IS NULL OR suggestion.asker = $for) AND ($topic IS NULL OR suggestion.topic = $topic)
WITH properties(suggestion) AS said
WITH said, COUNT {
  MATCH (element:Element) WHERE element.id IN [said.asker, said.topic, said.partner]
    AND coalesce(element.visibility, 'public') IN $visible AND coalesce(element.createdAt <= said.at, true)
} = 3 AS shown
WITH collect(CASE WHEN shown THEN said END) AS judged, 'members' IN $visible AS told
WITH told, size(judged) AS judged,
     size([s IN judged WHERE s.verdict = 'notUseful']) AS notUseful,
     size([s IN judged WHERE any(v IN s.reached WHERE v <> 'notUseful')]) AS useful,
     size([s IN judged WHERE any(v IN s.reached WHERE v IN ['contacted', 'becamePartner'])]) AS contacted,
     size([s IN judged WHERE 'becamePartner' IN s.reached]) AS became
RETURN CASE WHEN told THEN judged END AS judged, CASE WHEN told THEN notUseful END AS notUseful,
       CASE WHEN told THEN useful END AS useful, CASE WHEN told THEN contacted END AS contacted,
       CASE WHEN told THEN became END AS becamePartner,
       CASE WHEN told AND judged > 0 THEN toFloat(became) / judged END AS share;
