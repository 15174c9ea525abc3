// What the ranking reads, of some elements: as `page`, for those that changed.
// param   ids: [ID!]!           which elements
// returns some: [Any!]!         of each that exists: the same columns as of a page
UNWIND $ids AS id
MATCH (element:Element {id: id})
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
]) AS some;
