// One page of what the ranking reads: elements in the order of their ids, each with the connections that leave it.
// Lists, not maps: over a million connections the names of columns would be most of what is sent.
// param   after: String = ""    the last id of the page before
// param   size: Int!            how many elements
// returns page: [Any!]!         of each: id, labels, name, nameEn, kind, visibility, closed, since, until, latitude and longitude, level, usualKinds, whether it has results, recurring, connections (type, id of the other end, status, involvement, since, until)
MATCH (element:Element) USING INDEX element:Element(id)
WHERE element.id > $after
WITH element ORDER BY element.id LIMIT $size
RETURN collect([
  element.id, labels(element), coalesce(toStringOrNull(element.name), element.id), toStringOrNull(element.nameEn), toStringOrNull(element.kind),
  element.visibility, toBooleanOrNull(element.closed),
  toStringOrNull(element.since), toStringOrNull(element.until), head([p IN [element.location] WHERE p IS :: POINT AND p.crs STARTS WITH 'wgs-84' | [p.latitude, p.longitude]]), element.level,
  [kind IN [] + element.usualKinds WHERE toStringOrNull(kind) IS NOT NULL | toStringOrNull(kind)], element.results IS NOT NULL, toBooleanOrNull(element.recurring),
  COLLECT {
    MATCH (element)-[connection:!RELATED_TO]->(other:Element) WHERE coalesce(connection.status, 'confirmed') = 'confirmed'
      AND NOT (connection:NEEDS|OFFERS AND (coalesce(toStringOrNull(connection.until) < left(toString(date()), size(toStringOrNull(connection.until))), false)
               OR coalesce(toStringOrNull(connection.confirmedAt) < toString(date() - duration({months: 18})), false)))
    RETURN [type(connection), other.id, connection.status, connection.involvement, toStringOrNull(connection.since), toStringOrNull(connection.until)]
  }
]) AS page;
