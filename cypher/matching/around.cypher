// What part of the world the places of the graph are in: two corners around its municipalities, and what its countries are called.
// returns corners: [Any!]!      latitude and longitude of both; empty where nothing is located
// returns countries: [Any!]!    names and codes of the countries
CALL () {
  MATCH (town:Place {level: 'municipality'})
  WITH head([p IN [town.location] WHERE p IS :: POINT AND p.crs STARTS WITH 'wgs-84' | p]) AS here
  WITH min(here.latitude) AS south, min(here.longitude) AS west, max(here.latitude) AS north, max(here.longitude) AS east
  RETURN CASE WHEN south IS NULL THEN [] ELSE [[south, west], [north, east]] END AS corners
}
RETURN corners, COLLECT {
  MATCH (country:Place {level: 'country'})
  UNWIND [country.name, country.nameEn, country.code] + coalesce(country.alternateNames, []) AS name
  WITH toStringOrNull(name) AS name WHERE name IS NOT NULL
  RETURN name
} AS countries;
