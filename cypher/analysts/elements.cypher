// Some elements, as `page` of the exports has them, without their connections: one may have many thousands.
// param   ids: [ID!]!           which elements
// param   visible: [String!]! = ["public","members","private"]  visibilities of the elements to show
// returns elements: [Any!]!     of each: labels, properties
UNWIND $ids AS id
MATCH (element:Element {id: id}) USING INDEX SEEK element:Element(id)
WHERE coalesce(element.visibility, 'public') IN $visible
RETURN collect([labels(element), element {.*,
  createdAt: head([t IN [element.createdAt] WHERE t IS :: ZONED DATETIME NOT NULL | toString(datetime.truncate('microsecond', t))]),
  updatedAt: head([t IN [element.updatedAt] WHERE t IS :: ZONED DATETIME NOT NULL | toString(datetime.truncate('microsecond', t))])
}]) AS elements;
