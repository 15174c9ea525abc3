// Elements with what tells whether two of them are the same, in the order of their ids. The place is the first one where an
// element is for sure, of a place what it is part of.
// param   after: String = ""    the last id of the page before
// param   size: Int!            how many elements
// param   types: [String!]      only elements with one of these labels
// param   ids: [ID!]            only these
// param   visible: [String!]!   visibilities of the elements to read
// returns page: [Any!]!         of each: id, labels, names, kind, id, name, latitude and longitude of the place,
//                               codes by name, web address, year, own latitude and longitude
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (element:Element) USING INDEX element:Element(id)
  WHERE element.id > $after AND ($types IS NULL OR any(label IN labels(element) WHERE label IN $types))
    AND coalesce(element.visibility, 'public') IN $visible
  WITH element ORDER BY element.id LIMIT $size
  RETURN element
  UNION
  UNWIND $ids AS id
  MATCH (element:Element {id: id})
  WHERE element.id > $after AND ($types IS NULL OR any(label IN labels(element) WHERE label IN $types))
    AND coalesce(element.visibility, 'public') IN $visible
  WITH element ORDER BY element.id LIMIT $size
  RETURN element
}
WITH element ORDER BY element.id
RETURN collect([
  element.id, labels(element),
  [name IN [element.name, element.nameEn] + coalesce(element.alternateNames, []) WHERE toStringOrNull(name) IS NOT NULL | toStringOrNull(name)],
  toStringOrNull(coalesce(element.kind, element.level, element.scheme)),
  head(COLLECT {
    MATCH (element)-[at:LOCATED_IN|PART_OF WHERE coalesce(at.status, 'confirmed') = 'confirmed']->(place:Place)
    WHERE coalesce(place.visibility, 'public') IN $visible AND (element:Place OR place.level = 'municipality')
    RETURN [place.id, coalesce(toStringOrNull(place.name), place.id), head([p IN [place.location] WHERE p IS :: POINT AND p.crs STARTS WITH 'wgs-84' | [p.latitude, p.longitude]])] ORDER BY place.id LIMIT 1
  }),
  element {.ico, .ror, .wikidata, .isil, .registrationNumber, .code},
  toStringOrNull(element.url), left(toStringOrNull(element.since), 4), head([p IN [element.location] WHERE p IS :: POINT AND p.crs STARTS WITH 'wgs-84' | [p.latitude, p.longitude]])
]) AS page;
