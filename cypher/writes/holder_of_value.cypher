// Which element has a value that only one may have; asked once, after an import was refused, hence without an index.
// param   label: String!      the label that the constraint is on
// param   property: String!   its property
// param   value: String!      the value that was to be written a second time
// returns id: ID!
// returns name: String
MATCH (element:Element)
WHERE $label IN labels(element) AND element[$property] = $value
RETURN element.id AS id, element.name AS name
LIMIT 1;
