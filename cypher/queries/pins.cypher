// Pins of a whole country in one compact answer: where open allies and activities are, as arrays of equal length.
// The first entries of all arrays are of one element, and so on; ids are in alphabetical order. An element with several
// places is at the first of them that lies within what was asked for. There are 30,000 at most; the total says how many
// there would be.
// cs Špendlíky celé země v jedné úsporné odpovědi: kde jsou otevření spojenci a aktivity, jako stejně dlouhá pole.
// answers one
// param   types: [ElementType!]           only these types / jen tyto typy
// param   kinds: [String!]                only these kinds, of libraries too / jen tyto druhy, i u knihoven
// param   within: ID of Place             only in this place / jen v tomto místě
// param   south: Float                    only north of these degrees / jen na sever od těchto stupňů
// param   west: Float                     only east of these degrees / jen na východ od těchto stupňů
// param   north: Float                    only south of these degrees / jen na jih od těchto stupňů
// param   east: Float                     only west of these degrees / jen na západ od těchto stupňů
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to show
// returns total: Int!                     how many there are / kolik jich je
// returns ids: [ID!]!                     ids of the elements / id prvků
// returns types: [String!]!               their types / jejich typy
// returns kinds: [String]!                their kinds, where known / jejich druhy, jsou-li známy
// returns latitudes: [Float!]!            degrees north / stupně severní šířky
// returns longitudes: [Float!]!           degrees east / stupně východní délky
// returns districts: [ID]!                ids of the districts in which they are, where known / id okresů, ve kterých jsou, jsou-li známy
// returns regions: [ID]!                  ids of the regions in which they are, where known / id krajů, ve kterých jsou, jsou-li známy
// example :params {"types": ["Library"], "kinds": null, "within": "cz072", "south": null, "west": null, "north": null, "east": null, "visible": ["public", "members", "private"]}
WITH coalesce($types, ['Library', 'Organization', 'Community', 'Activity']) AS labels
WHERE $within IS NULL OR EXISTS {
  MATCH (around:Place&Element {id: $within}) WHERE coalesce(around.visibility, 'public') IN $visible }
CALL () {
  MATCH (area:Place) WHERE area.level IN ['district', 'region']
  RETURN collect(CASE area.level WHEN 'district' THEN area.id END) AS districts, collect(CASE area.level WHEN 'region' THEN area.id END) AS regions
}
CALL (labels, districts, regions) {
  MATCH (pinned:Ally|Activity)-[at:LOCATED_IN]->(place:Place)
  WHERE coalesce(place.visibility, 'public') IN $visible
    AND ($within IS NULL OR any(seen IN $visible WHERE seen + ' ' + $within IN place.around))
    AND coalesce(at.status, 'confirmed') = 'confirmed'
    AND coalesce(pinned.visibility, 'public') IN $visible AND coalesce(pinned.closed, false) = false
  WITH pinned, place, head([p IN [place.location] WHERE p IS :: POINT AND p.crs STARTS WITH 'wgs-84' | p]) AS here
  WHERE here IS NOT NULL
    AND ($south IS NULL OR here.latitude >= $south) AND ($north IS NULL OR here.latitude <= $north)
    AND CASE WHEN $west > $east
      THEN here.longitude >= $west OR here.longitude <= $east
      ELSE ($west IS NULL OR here.longitude >= $west) AND ($east IS NULL OR here.longitude <= $east) END
  WITH pinned, place, here, CASE WHEN pinned:Library THEN 'Library' WHEN pinned:Organization THEN 'Organization'
    WHEN pinned:Community THEN 'Community' ELSE 'Activity' END AS type, coalesce(toStringOrNull(pinned.libraryKind), toStringOrNull(pinned.kind)) AS kind
  WHERE type IN labels AND ($kinds IS NULL OR kind IN $kinds)
  WITH pinned, type, kind, place, here ORDER BY pinned.id, place.id
  WITH pinned.id AS id, type, coalesce(kind, '') AS kind, head(collect([place, here])) AS at
  WITH at[0] AS place, at[1] AS here, collect([id, type, kind]) AS there
  WITH there, round(here.latitude, 5) AS latitude, round(here.longitude, 5) AS longitude,
    [seen IN place.around WHERE split(toStringOrNull(seen), ' ')[0] IN $visible | split(toStringOrNull(seen), ' ')[1]] AS around
  WITH there, latitude, longitude, head([area IN around WHERE area IN districts]) AS district,
    head([area IN around WHERE area IN regions]) AS region
  UNWIND there AS pin
  WITH pin[0] AS id, pin + [latitude, longitude, district, region] AS pin ORDER BY id
  RETURN collect(pin) AS pins
}
WITH size(pins) AS total, pins[..30000] AS pins
RETURN total, [pin IN pins | pin[0]] AS ids, [pin IN pins | pin[1]] AS types,
  [pin IN pins | CASE pin[2] WHEN '' THEN null ELSE pin[2] END] AS kinds,
  [pin IN pins | pin[3]] AS latitudes, [pin IN pins | pin[4]] AS longitudes,
  [pin IN pins | pin[5]] AS districts, [pin IN pins | pin[6]] AS regions;
