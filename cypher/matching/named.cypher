// Which elements have a word in their names that a query of the index finds, lie in one of some places, or have a code.
// param   query: String!        words of names as the full-text index takes them, or nothing
// param   general: String!      the same of names that very many bodies have, for terms and places alone
// param   places: [ID!]!        municipalities of which all that lies in them is found, too
// param   codes: Any!           codes that only one element has, as lists by property
// param   visible: [String!]!   visibilities of the elements to find
// returns ids: [ID!]!           each once
CALL () {
  WITH $query AS query WHERE query <> ''
  CALL db.index.fulltext.queryNodes('search_folded', query) YIELD node
  RETURN node AS element
  UNION
  WITH $general AS query WHERE query <> ''
  CALL db.index.fulltext.queryNodes('search_folded', query) YIELD node WHERE node:Term OR node:Place
  RETURN node AS element
  UNION
  UNWIND $places AS place
  MATCH (:Place {id: place})<-[:LOCATED_IN]-(element:Element)
  RETURN element
  UNION
  UNWIND $codes.ico AS code MATCH (element:Organization {ico: code}) RETURN element
  UNION
  UNWIND $codes.ror AS code MATCH (element:Organization {ror: code}) RETURN element
  UNION
  UNWIND $codes.wikidata AS code MATCH (element:Organization {wikidata: code}) RETURN element
  UNION
  UNWIND $codes.isil AS code MATCH (element:Library {isil: code}) RETURN element
  UNION
  UNWIND $codes.registrationNumber AS code MATCH (element:Library {registrationNumber: code}) RETURN element
  UNION
  UNWIND $codes.code AS code MATCH (element:Place {code: code}) RETURN element
}
WITH element WHERE coalesce(element.visibility, 'public') IN $visible
RETURN collect(element.id) AS ids;
