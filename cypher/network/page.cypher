// One page of what the ranking reads: elements in the order of their ids, each with the connections that leave it.
// Lists, not maps: over a million connections the names of columns would be most of what is sent.
// param   after: String = ""    the last id of the page before
// param   size: Int!            how many elements
// returns page: [Any!]!         of each: id, labels, name, nameEn, kind, visibility, closed, since, until, latitude, longitude, level, usualKinds, whether it has results, recurring, connections (type, id of the other end, status, involvement, since, until)
MATCH (element:Element) USING INDEX element:Element(id)
WHERE element.id > $after
WITH element ORDER BY element.id LIMIT $size
RETURN collect([
  element.id, labels(element), element.name, element.nameEn, element.kind, element.visibility, element.closed,
  element.since, element.until, element.location.latitude, element.location.longitude, element.level,
  element.usualKinds, element.results IS NOT NULL, element.recurring,
  COLLECT {
    MATCH (element)-[connection:!RELATED_TO]->(other:Element) WHERE coalesce(connection.status, 'confirmed') = 'confirmed'
      AND NOT (connection:NEEDS|OFFERS AND (coalesce(connection.until < left(toString(date()), size(connection.until)), false)
               OR coalesce(connection.confirmedAt < toString(date() - duration({months: 18})), false)))
    RETURN [type(connection), other.id, connection.status, connection.involvement, connection.since, connection.until]
  }
]) AS page;
