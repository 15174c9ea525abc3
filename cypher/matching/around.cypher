// What part of the world the places of the graph are in: two corners around its municipalities, and what its countries are called.
// returns corners: [Any!]!      latitude and longitude of both; empty where nothing is located
// returns countries: [Any!]!    names and codes of the countries
CALL () {
  MATCH (town:Place {level: 'municipality'}) WHERE town.location IS NOT NULL
  WITH min(town.location.latitude) AS south, min(town.location.longitude) AS west,
       max(town.location.latitude) AS north, max(town.location.longitude) AS east
  RETURN CASE WHEN south IS NULL THEN [] ELSE [[south, west], [north, east]] END AS corners
}
RETURN corners, COLLECT {
  MATCH (country:Place {level: 'country'})
  UNWIND [country.name, country.nameEn, country.code] + coalesce(country.alternateNames, []) AS name
  WITH name WHERE name IS NOT NULL
  RETURN name
} AS countries;
