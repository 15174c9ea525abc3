// Whose needs and offers have ended since a day, which no change tells.
// param   day: String!     that day, on which they still stood
// returns id: ID!          where such a connection leads from
WITH date($day) AS then
MATCH (element:Element)-[connection:NEEDS|OFFERS]->(:Element)
WITH element, [day IN [then, date()] |
    coalesce(toStringOrNull(connection.until) < left(toString(day), size(toStringOrNull(connection.until))), false)
    OR coalesce(toStringOrNull(connection.confirmedAt) < toString(day - duration({months: 18})), false)] AS ended
WHERE ended[1] AND NOT ended[0]
RETURN DISTINCT element.id AS id;
