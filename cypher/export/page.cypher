// One page of an export: elements in the order of their ids, each with the connections that leave it.
// Times become texts here, to the microsecond: it is faster, and no reader of the file keeps more.
// param   after: String = ""    the last id of the page before
// param   size: Int!            how many elements
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to show
// param   refused: Boolean! = true   whether rejected connections too
// param   seats: Boolean! = false    whether with the place that each is in, if it has a position
// returns page: [Any!]!         of each: labels, properties, connections (type, id of the other end, properties), seat
MATCH (element:Element) USING INDEX element:Element(id)
WHERE element.id > $after AND coalesce(element.visibility, 'public') IN $visible
WITH element ORDER BY element.id LIMIT $size
RETURN collect([
  labels(element),
  element {.*,
    createdAt: head([t IN [element.createdAt] WHERE t IS :: ZONED DATETIME NOT NULL | toString(datetime.truncate('microsecond', t))]),
    updatedAt: head([t IN [element.updatedAt] WHERE t IS :: ZONED DATETIME NOT NULL | toString(datetime.truncate('microsecond', t))]),
    private: CASE WHEN 'private' IN $visible THEN element.private END
  },
  COLLECT {
    MATCH (element)-[connection]->(other:Element)
    WHERE coalesce(other.visibility, 'public') IN $visible AND ($refused OR coalesce(connection.status, 'confirmed') <> 'rejected')
    RETURN [type(connection), other.id,
            connection {.*, private: CASE WHEN 'private' IN $visible THEN connection.private END}]
  },
  CASE WHEN $seats THEN head(COLLECT {
    MATCH (element)-[seat:LOCATED_IN]->(place:Place)
    WHERE place.location IS NOT NULL AND coalesce(place.visibility, 'public') IN $visible
      AND coalesce(seat.status, 'confirmed') = 'confirmed'
    RETURN place {.id, .name, .location} ORDER BY place.id LIMIT 1
  }) END
]) AS page;
