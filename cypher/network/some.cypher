// What the ranking reads, of some elements: as `page`, for those that changed.
// param   ids: [ID!]!           which elements
// returns some: [Any!]!         of each that exists: the same columns as of a page
UNWIND $ids AS id
MATCH (element:Element {id: id})
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
]) AS some;
