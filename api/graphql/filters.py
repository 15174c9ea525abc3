"""The inputs of filters, derived from the schema: of values, of elements, of connections."""

from collections.abc import Iterable, Iterator

from api.graphql import types
from api.graphql.registry import Argument, Registry
from api.graphql.types import ABSTRACTS, KINDS, NODE, connection_name, described, edge_filter, members, shared_sides
from graph.model import ConnectionType, Kind, Property, Text
from graph.reading.filters import COUNTED, OPERATORS, Operator
from graph.schema import SCHEMA

_DOC = "Conditions on a value; all that are given hold. / Podmínky na hodnotu; platí všechny uvedené."
_NAMES = {
    Kind.STRING: "String",
    Kind.STRINGS: "StringList",
    Kind.INTEGER: "Int",
    Kind.FLOAT: "Float",
    Kind.BOOLEAN: "Boolean",
    Kind.DATE: "Date",
    Kind.DATETIME: "DateTime",
}
_OPERATOR_DOCS = {
    Operator.EQ: "Equals. / Rovná se.",
    Operator.NE: "Differs, or is not there. / Nerovná se, nebo chybí.",
    Operator.IN: "Is one of these. / Je jedna z těchto.",
    Operator.CONTAINS: "Contains this text. / Obsahuje tento text.",
    Operator.STARTS_WITH: "Starts with this text. / Začíná tímto textem.",
    Operator.EQ_FOLDED: "Equals, whatever the case and diacritics. / Rovná se bez ohledu na velikost písmen a diakritiku.",
    Operator.CONTAINS_FOLDED: "Contains it, whatever the case and diacritics. / Obsahuje bez ohledu na diakritiku.",
    Operator.STARTS_WITH_FOLDED: "Starts so, whatever the case and diacritics. / Začíná tak bez ohledu na diakritiku.",
    Operator.GT: "Is greater, or later. / Je větší nebo pozdější.",
    Operator.GTE: "Is at least this. / Je aspoň tolik.",
    Operator.LT: "Is less, or earlier. / Je menší nebo dřívější.",
    Operator.LTE: "Is at most this. / Je nejvýše tolik.",
    Operator.IS_NULL: "Whether there is no value. / Zda hodnota chybí.",
    Operator.INCLUDES: "Holds this among others. / Obsahuje tuto položku.",
    Operator.INCLUDES_FOLDED: "Holds it among others, whatever the case and diacritics. / Obsahuje tuto položku bez ohledu na diakritiku.",
}
_OF_ENUMS = (Operator.EQ, Operator.NE, Operator.IN, Operator.IS_NULL)


def declare(registry: Registry) -> None:
    """Declare the filters."""
    _values(registry)
    _near(registry)
    _box(registry)
    for abstract in ABSTRACTS:
        if abstract.name != NODE:
            _of_elements(registry, abstract.name, abstract.properties, abstract.doc)
    for element in SCHEMA.elements:
        _of_elements(registry, element.label, SCHEMA.properties_of(element), element.doc)
    for side, target in types.every_side():
        _of_connections(registry, connection_name(side.connection, target), target, side.connection)


def _values(registry: Registry) -> None:
    registry.input("CountFilter", _DOC, _operators(COUNTED, "Int"))
    registry.input("IDFilter", _DOC, _operators(OPERATORS[Kind.STRING], "ID"))
    for kind, name in _NAMES.items():
        scalar = "String" if kind is Kind.STRINGS else KINDS[kind]
        registry.input(f"{name}Filter", _DOC, _operators(OPERATORS[kind], scalar))
    for declared in types.enums():
        registry.input(f"{declared.enum}Filter", _DOC, _operators(_OF_ENUMS, declared.enum))


def _operators(operators: Iterable[Operator], scalar: str) -> list[Argument]:
    kinds = {Operator.IS_NULL: "Boolean", Operator.IN: f"[{scalar}!]"}
    return [Argument(each.value, kinds.get(each, scalar), _OPERATOR_DOCS[each]) for each in operators]


def _near(registry: Registry) -> None:
    center = [
        Argument("place", "ID", "Id of a place that has a location. / Id místa s polohou."),
        Argument("latitude", "Float", "Degrees north. / Stupně severní šířky."),
        Argument("longitude", "Float", "Degrees east. / Stupně východní délky."),
    ]
    far = Argument("km", "Float", "Within how many kilometres, up to 1000. / Do kolika kilometrů, nejvýše 1000.")
    around = "Around a place, or around a point in degrees (WGS 84). / V okolí místa nebo bodu."
    registry.input("Near", around, [*center, far])
    registry.input("Center", "A place, or a point in degrees (WGS 84). / Místo, nebo bod ve stupních.", center)


def _box(registry: Registry) -> None:
    sides = (("south", "jihu"), ("west", "západě"), ("north", "severu"), ("east", "východě"))
    registry.input(
        "Box",
        "Between degrees (WGS 84), as a map shows; west may lie east of east, across the line of dates. / Výřez mapy.",
        [Argument(en, "Float!", f"Degrees of its {en}. / Stupně na {cs}.") for en, cs in sides],
    )


def _of_elements(registry: Registry, target: str, properties: Iterable[Property], doc: Text) -> None:
    name = f"{target}Filter"
    fields = [*_of_properties(properties), *_of_sides(target), *_of_place(target), *_of_type(target), *_combined(name)]
    registry.input(name, f"Which of: {described(doc)}", fields)


def _of_properties(properties: Iterable[Property]) -> Iterator[Argument]:
    for declared in properties:
        if declared.kind in OPERATORS and not declared.internal and declared.visibility == "public":
            yield Argument(declared.name, _filter_of(declared), described(declared.doc))


def _filter_of(declared: Property) -> str:
    if declared.choices:
        return f"{declared.enum}Filter"
    return "IDFilter" if declared.name == "id" else f"{_NAMES[declared.kind]}Filter"


def _of_sides(target: str) -> Iterator[Argument]:
    for key, side, reached in shared_sides(members(target)):
        connection = connection_name(side.connection, reached)
        yield Argument(key, connection.removesuffix("Connection") + "Filter", described(side.connection.doc))


def _of_place(target: str) -> Iterator[Argument]:
    if types.is_place(target) is not None:
        yield Argument("within", "ID", "In this place or one within it. / V tomto místě nebo uvnitř něj.")
        yield Argument("near", "Near", "Not far from here. / Nedaleko odsud.")
        yield Argument("box", "Box", "In this part of a map. / V tomto výřezu mapy.")


def _of_type(target: str) -> Iterator[Argument]:
    if len(members(target)) > 1:
        doc = "Is of one of these types itself: an organization is no library. / Je přímo jednoho z těchto typů."
        yield Argument("typename", "[ElementType!]", doc)


def _combined(name: str) -> Iterator[Argument]:
    yield Argument("and", f"[{name}!]", "All of these hold. / Platí všechny.")
    yield Argument("or", f"[{name}!]", "At least one of these holds. / Platí aspoň jedna.")
    yield Argument("not", name, "This does not hold. / Neplatí.")


def _of_connections(registry: Registry, name: str, target: str, connection: ConnectionType) -> None:
    edge, doc = edge_filter(name), types.connection_doc(connection)
    node = Argument("node", f"{target}Filter", "The element at the other end. / Prvek na druhém konci.")
    properties = _of_properties(SCHEMA.properties_of_connection(connection))
    registry.input(edge, doc, [node, *properties, *_combined(edge)])
    quantifiers = [
        Argument("some", edge, "At least one passes. / Vyhoví aspoň jeden."),
        Argument("none", edge, "None passes. / Nevyhoví žádný."),
        Argument("all", edge, "None fails. / Všechny vyhoví."),
        Argument("single", edge, "Exactly one passes. / Vyhoví právě jeden."),
        Argument("count", "CountFilter", "So many elements there are. / Tolik prvků jich je."),
    ]
    registry.input(name.removesuffix("Connection") + "Filter", doc, quantifiers)
