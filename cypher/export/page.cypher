// One page of the canonical export: elements in the order of their ids, each with the connections that leave it.
// Times become texts here, to the microsecond: it is faster, and no reader of the file keeps more.
// param   after: String = ""    the last id of the page before
// param   size: Int!            how many elements
// returns page: [Any!]!         of each: labels, properties, connections (type, id of the other end, properties)
MATCH (element:Element) USING INDEX element:Element(id)
WHERE element.id > $after
WITH element ORDER BY element.id LIMIT $size
RETURN collect([
  labels(element),
  element {.*,
    createdAt: CASE WHEN element.createdAt IS NOT NULL THEN toString(datetime.truncate('microsecond', element.createdAt)) END,
    updatedAt: CASE WHEN element.updatedAt IS NOT NULL THEN toString(datetime.truncate('microsecond', element.updatedAt)) END
  },
  COLLECT { MATCH (element)-[connection]->(other:Element) RETURN [type(connection), other.id, properties(connection)] }
]) AS page;
