"""GraphQL types of elements, derived from the schema.

Names: an element type keeps its label; a type that others extend gets an interface ``Any…`` beside it. Connection types
read towards ``X`` share ``ConnectedXConnection`` and ``ConnectedXEdge``; one with properties of its own, such as
``TAKES_PART_IN``, has ``TakesPartInXConnection`` and ``TakesPartInXEdge`` instead. No field has a resolver:
``api.graphql.execution`` answers a whole operation at once.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from api.graphql.registry import Argument, Field, Registry
from graph.contract.fields import pascal
from graph.model import ConnectionType, ElementType, Kind, Property, Text
from graph.reading.facets import Facet, facets_of, numbers_of
from graph.reading.selection import Order
from graph.reading.sides import Side, sides
from graph.schema import ELEMENT, PLACE, SCHEMA

FIRST = 10
"""How many elements a list holds when the client does not say."""

NODE = "Node"
"""Relay's interface of everything with an id."""

CONNECTED = "ConnectedEdge"
"""The interface of the edges of all connections between elements."""

KINDS: dict[Kind, str] = {
    Kind.STRING: "String",
    Kind.DATE: "Date",
    Kind.STRINGS: "[String!]",
    Kind.INTEGER: "Int",
    Kind.FLOAT: "Float",
    Kind.BOOLEAN: "Boolean",
    Kind.DATETIME: "DateTime",
    Kind.POINT: "Point",
    Kind.JSON: "JSON",
}
"""The GraphQL type of a property of each kind."""


DISTANCE = "distance"
"""The field of an edge that tells how far its element is."""


@dataclass(frozen=True)
class Abstract:
    """An interface: its name, what it is, the element types that implement it, and the properties they share."""

    name: str
    doc: Text
    members: tuple[ElementType, ...]
    properties: tuple[Property, ...]


def described(text: Text) -> str:
    """A description in both languages of the service."""
    return f"{text.en} / {text.cs}"


# ---------------------------------------------------------------------------------------------------- what derives


def _abstracts() -> Iterator[Abstract]:
    for element in SCHEMA.elements:
        members = SCHEMA.carriers(element.label)
        if len(members) > 1:
            yield Abstract(f"Any{element.label}", element.doc, members, SCHEMA.properties_of(element))
    for trait in reversed(SCHEMA.traits):
        members = SCHEMA.carriers(trait.label)
        shared = [p for p in SCHEMA.properties_of(members[0]) if all(p in SCHEMA.properties_of(m) for m in members)]
        yield Abstract(trait.label, trait.doc, members, tuple(shared))
    anything = Text("Cokoli s identifikátorem (rozhraní Node podle Relay).", "Anything with an id (Relay's Node).")
    identifier = tuple(declared for declared in SCHEMA.common if declared.name == "id")
    yield Abstract(NODE, anything, SCHEMA.elements, identifier)


ABSTRACTS = tuple(_abstracts())
"""Interfaces, the narrower before the wider ones that they extend."""


def reached(elements: tuple[ElementType, ...], side: Side) -> str:
    """The name of the type that a side leads to from any of these element types: the narrowest that covers all."""
    targets: list[ElementType] = []
    for ends in side.connection.ends:
        near, far = (ends.sources, ends.targets) if side.outgoing else (ends.targets, ends.sources)
        if side.connection.mutual:
            targets += near + far
        elif any(element in near for element in elements):
            targets += far
    return covering(targets)


def shared_sides(elements: tuple[ElementType, ...]) -> Iterator[tuple[str, Side, str]]:
    """Field name, side and target of every connection that all of these element types have, and to the same type."""
    if not elements:
        return
    for name, side in sides(elements[0]).items():
        found = {(sides(element).get(name), reached((element,), side)) for element in elements}
        if len(found) == 1:
            yield name, side, found.pop()[1]


def covering(targets: Iterable[ElementType]) -> str:
    """The name of the narrowest type that covers these element types."""
    wanted = dict.fromkeys(targets)
    if len(wanted) == 1:
        return next(iter(wanted)).label
    return min((a for a in ABSTRACTS if wanted.keys() <= set(a.members)), key=lambda a: len(a.members)).name


def is_element(name: str) -> bool:
    """Whether a GraphQL type is one of elements."""
    return name in SCHEMA.by_label or any(abstract.name == name for abstract in ABSTRACTS)


def members(name: str) -> tuple[ElementType, ...]:
    """The element types that a GraphQL type of elements stands for."""
    for abstract in ABSTRACTS:
        if abstract.name == name:
            return abstract.members
    return (SCHEMA.by_label[name],)


def narrowest_first(name: str) -> list[ElementType]:
    """The element types that a GraphQL type stands for, those that extend another one before it."""
    return sorted(members(name), key=lambda element: element.parent is None)


def is_place(name: str) -> bool | None:
    """Whether elements of a GraphQL type are places themselves, or else located in one; None where neither is sure."""
    elements = members(name)
    if elements == (PLACE,):
        return True
    located = all("places" in sides(element) for element in elements)
    return False if located else None


def kind(declared: Property) -> str:
    """The GraphQL type of a property that may be missing."""
    if declared.choices:
        return declared.enum
    return "ID" if declared.name == "id" else KINDS[declared.kind]


# ------------------------------------------------------------------------------------------------- arguments of lists


def first() -> Argument:
    """The argument that says how many."""
    return Argument("first", "Int!", f"How many, from 0 to 100 ({FIRST} if not said). / Kolik, od 0 do 100.", FIRST)


def after() -> Argument:
    """The argument that says where a page begins."""
    return Argument("after", "String", "The cursor of the edge before these. / Kurzor předchozí hrany.")


def window(target: str, *, connected: bool) -> list[Argument]:
    """The arguments that say which part of a list, as in Relay's specification of connections."""
    order = order_name(target, connected=connected)
    how_many = f"How many, from 0 to 100 ({FIRST} if neither this nor `last` is said). / Kolik, od 0 do 100."
    arguments = [
        Argument("first", "Int", how_many),
        after(),
        Argument("last", "Int", "How many from the end, from 0 to 100. / Kolik od konce."),
        Argument("before", "String", "The cursor of the edge after these. / Kurzor následující hrany."),
        Argument(
            "orderBy", f"[{order}!]", "In which order, ties in the next one; by name if not said. / V jakém pořadí."
        ),
    ]
    if is_place(target) is not None:
        text = "What `distance` is measured from; if not said, what `near` of the filter itself is. / Odkud se měří."
        arguments.append(Argument("distanceFrom", "Center", text))
    return arguments


def searched() -> Argument:
    """The argument that says by which words."""
    text = (
        "Only those that `search` finds by these words, the best first where `orderBy` is not said. / "
        "Jen ty, které podle těchto slov najde `search`; není-li řečeno `orderBy`, od nejlepšího."
    )
    return Argument("search", "String", text)


def filtered(name: str) -> Argument:
    """The argument that says which elements."""
    return Argument("filter", name, "Only those that pass. / Jen ty, které vyhoví.")


# ------------------------------------------------------------------------------------------------------ what is declared


def declare(registry: Registry) -> None:
    """Declare the types of elements, and what they are made of."""
    _enums(registry)
    _orders(registry)
    for abstract in ABSTRACTS:
        _interface(registry, abstract)
    for element in SCHEMA.elements:
        interfaces = [abstract.name for abstract in ABSTRACTS if element in abstract.members]
        fields = _fields(SCHEMA.properties_of(element), (element,))
        registry.object(element.label, described(element.doc), fields, interfaces)
        _facets(registry, element.label)
    _counts(registry)
    _connected_edge(registry)
    _history(registry)
    for side, target in every_side():
        _side_connection(registry, side.connection, target)


def every_side() -> Iterator[tuple[Side, str]]:
    """Each connection type from each side, and the type of elements that it leads to; each GraphQL type once."""
    found = ((side, target) for element in SCHEMA.elements for _, side, target in shared_sides((element,)))
    yield from {connection_name(side.connection, target): (side, target) for side, target in found}.values()


def _enums(registry: Registry) -> None:
    registry.enum("Language", "A language of texts. / Jazyk textů.", {"CS": "cs", "EN": "en"})
    registry.enum(
        "ElementType",
        "A type of element. / Typ prvku.",
        {_constant(element.label): element.label for element in SCHEMA.elements},
    )
    for declared in enums():
        values = {choice.upper(): choice for choice in declared.choices}
        registry.enum(declared.enum, described(declared.doc), values)


def _orders(registry: Registry) -> None:
    doc = "An order: by name as in Czech dictionaries; what is unknown comes before all else. / Pořadí."
    for target in (*(abstract.name for abstract in ABSTRACTS if abstract.name != NODE), *SCHEMA.by_label):
        for connected in (False, True):
            ways = [f"{key}_{way}" for key in orders(target, connected=connected) for way in ("ASC", "DESC")]
            registry.enum(order_name(target, connected=connected), doc, {way: way for way in ways})


def order_name(target: str, *, connected: bool) -> str:
    """The name of the enum of orders of a list of elements of a GraphQL type, be they ``connected`` to another one."""
    return f"{'Connected' * connected}{target}Order"


_SORTABLE = frozenset((Kind.DATE, Kind.INTEGER, Kind.FLOAT, Kind.BOOLEAN))


@cache
def orders(target: str, *, connected: bool) -> dict[str, Order | Property | Side]:
    """What a list can be sorted by, by its name in GraphQL; a property of elements after `NODE_` where it is ``connected``."""
    elements = members(target)
    found: dict[str, Order | Property | Side] = {each.name: each for each in (Order.NAME, Order.CREATED, Order.UPDATED)}
    if connected:
        found[Order.SINCE.name] = Order.SINCE
    for declared in SCHEMA.properties_of(elements[0]):
        shared = all(declared in SCHEMA.properties_of(element) for element in elements)
        open_ = declared.visibility == "public" and not declared.internal
        if shared and open_ and (declared.kind in _SORTABLE or declared.choices or declared.groups):
            found[("NODE_" if connected else "") + _constant(declared.name)] = declared
    if is_place(target) is not None:
        found[("NODE_" if connected else "") + Order.DISTANCE.name] = Order.DISTANCE
    return found | {f"{_constant(name)}_COUNT": side for name, side, _ in shared_sides(elements)}


def _constant(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper()


def enums() -> Iterable[Property]:
    """One property of each enum that the schema declares."""
    of_elements = (p for element in SCHEMA.elements for p in SCHEMA.properties_of(element))
    of_connections = (p for connection in SCHEMA.connections for p in SCHEMA.properties_of_connection(connection))
    found = [p for p in (*of_elements, *of_connections) if p.choices]
    return {p.enum: p for p in reversed(found)}.values()


def _interface(registry: Registry, abstract: Abstract) -> None:
    later = ABSTRACTS[ABSTRACTS.index(abstract) + 1 :]
    wider = [other.name for other in later if set(abstract.members) <= set(other.members)]
    anything = abstract.name == NODE
    fields = _fields(abstract.properties, () if anything else abstract.members)
    registry.interface(abstract.name, described(abstract.doc), fields, wider)
    if not anything:
        _facets(registry, abstract.name)


def _fields(properties: Iterable[Property], elements: tuple[ElementType, ...]) -> dict[str, Field]:
    made = {declared.name: _property_field(declared) for declared in properties if not declared.internal}
    if elements:
        doc = "What happened to it and its connections, the latest first. / Co se s ním stalo, od nejnovějšího."
        made["history"] = Field("HistoryConnection!", doc, [first(), after()])
    return made | {name: _side_field(side, target) for name, side, target in shared_sides(elements)}


def _property_field(declared: Property) -> Field:
    return Field(kind(declared) + ("!" if declared.required else ""), described(declared.doc))


def _side_field(side: Side, target: str) -> Field:
    name = connection_name(side.connection, target)
    arguments = [*window(target, connected=True), filtered(edge_filter(name))]
    return Field(f"{name}!", described(side.connection.doc), arguments)


# --------------------------------------------------------------------------------------------------------- connections


def connection_name(connection: ConnectionType, target: str) -> str:
    """The name of the GraphQL type of a connection type read towards a type of elements."""
    return f"{own_name(connection) or 'Connected'}{target}Connection"


def own_name(connection: ConnectionType) -> str:
    """What the types of a connection type with properties of its own are called by; the others share theirs."""
    return pascal(connection.type) if connection.properties else ""


def connection_doc(connection: ConnectionType) -> str:
    """What a type of GraphQL is that stands for connections of this type, or of all that have nothing of their own."""
    shared = "Elements at the other end of connections. / Prvky na druhém konci spojení."
    return described(connection.doc) if connection.properties else shared


def edge_filter(connection: str) -> str:
    """The name of the filter of a connection type's edges."""
    return connection.removesuffix("Connection") + "EdgeFilter"


def connection(
    registry: Registry,
    name: str,
    target: str,
    edge_fields: Mapping[str, Field],
    doc: str,
    edge_interfaces: Sequence[str] = (),
    *,
    listed: bool = True,
) -> None:
    """Declare a connection in Relay's sense and its edge; what is ``listed`` and not found by a question is counted."""
    edge = name.removesuffix("Connection") + "Edge"
    far = _edge_distance() if listed and is_place(target) is not None else {}
    registry.object(edge, doc, {**_edge_head(target), **edge_fields, **far}, edge_interfaces)
    fields = {
        "edges": Field(f"[{edge}!]!", "The elements, each with its connection. / Prvky, každý se svým spojením."),
        "nodes": Field(f"[{target}!]!", "The elements alone. / Samotné prvky."),
        "pageInfo": Field("PageInfo!", "Whether there are more. / Zda jsou další."),
    }
    if listed:
        fields["totalCount"] = Field("Int!", "How many there are in all. / Kolik jich je celkem.")
        if facets_of_target(target):
            fields["facets"] = Field(f"{target}Facets!", "Counts over the whole list. / Počty přes celý seznam.")
        fields |= _aggregate_field(target)
    registry.object(name, doc, fields)


def _edge_head(target: str) -> dict[str, Field]:
    return {
        "cursor": Field("String!", "Its place in the list. / Místo v seznamu."),
        "node": Field(f"{target}!", "The element. / Prvek."),
    }


def _edge_distance() -> dict[str, Field]:
    text = "Kilometres to it; null where that is not known, or not from where. / Vzdálenost v kilometrech, je-li známa."
    return {DISTANCE: Field("Float", text)}


def _side_connection(registry: Registry, declared: ConnectionType, target: str) -> None:
    fields = _edge_fields(SCHEMA.properties_of_connection(declared))
    connection(registry, connection_name(declared, target), target, fields, connection_doc(declared), [CONNECTED])


def _edge_fields(properties: Iterable[Property]) -> dict[str, Field]:
    return {declared.name: _property_field(declared) for declared in properties}


def _connected_edge(registry: Registry) -> None:
    doc = "What all connections of elements have in common. / Co mají všechna spojení prvků společného."
    registry.interface(CONNECTED, doc, _edge_head(ELEMENT.label) | _edge_fields(SCHEMA.connection_common))


# -------------------------------------------------------------------------------------------------------------- facets


def facets_of_target(target: str) -> dict[str, Facet]:
    """What lists of a GraphQL type are counted by: what all its element types are, in the same way."""
    first_, *others = (facets_of(element) for element in members(target))
    return {name: facet for name, facet in first_.items() if all(other.get(name) == facet for other in others)}


def facet_type(facet: Facet, target: str) -> str:
    """The name of the type of one count in a list of a GraphQL type; one with numbers has types of its own."""
    own = target if numbers_of_target(target) else ""
    return f"{own}{facet.target.label if facet.target else 'Value'}Count"


def numbers_of_target(target: str) -> dict[str, Property]:
    """The numbers that all elements of a GraphQL type may have, and that can be summed up."""
    first_, *others = (numbers_of(element) for element in members(target))
    return {name: declared for name, declared in first_.items() if all(name in other for other in others)}


def _aggregate_field(target: str) -> dict[str, Field]:
    doc = "Numbers of them all. / Čísla za všechny."
    return {"aggregate": Field(f"{target}Aggregate!", doc)} if numbers_of_target(target) else {}


def _facets(registry: Registry, target: str) -> None:
    if found := facets_of_target(target):
        fields = {name: Field(f"[{facet_type(f, target)}!]!", described(f.doc), [first()]) for name, f in found.items()}
        registry.object(f"{target}Facets", "Counts over a whole list. / Počty přes celý seznam.", fields)
    if numbers := numbers_of_target(target):
        fields = {name: Field("NumberAggregate!", described(declared.doc)) for name, declared in numbers.items()}
        registry.object(f"{target}Aggregate", "Numbers of many elements. / Čísla za mnoho prvků.", fields)


def _counts(registry: Registry) -> None:
    targets = [*(abstract.name for abstract in ABSTRACTS if abstract.name != NODE), *SCHEMA.by_label]
    found = {facet_type(f, target): (f, target) for target in targets for f in facets_of_target(target).values()}
    for name, (facet, target) in sorted(found.items()):
        if name == "ValueCount":
            continue
        value = {"value": Field("String!", "The value. / Hodnota.")}
        if facet.target:
            value = {"node": Field(f"{facet.target.label}!", "The element. / Prvek.")}
        fields = {**value, "count": Field("Int!", "How many. / Kolik."), **_aggregate_field(target)}
        registry.object(name, "How many share a value. / Kolik jich má tutéž hodnotu.", fields)


# ------------------------------------------------------------------------------------------------------------ history


def _history(registry: Registry) -> None:
    many = "How many there are in all; null if too many to count. / Kolik jich je celkem, lze-li to spočíst."
    edges = "The changes, each with its cursor. / Změny, každá se svým kurzorem."
    registry.object(
        "HistoryConnection",
        "Changes of one element. / Změny jednoho prvku.",
        {
            "edges": Field("[ChangeEdge!]!", edges),
            "nodes": Field("[Change!]!", "The changes alone. / Samotné změny."),
            "pageInfo": Field("PageInfo!", "Whether there are more. / Zda jsou další."),
            "totalCount": Field("Int", many),
        },
    )
