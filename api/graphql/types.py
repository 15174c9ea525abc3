"""GraphQL types, derived from the schema when this module is imported.

Names: an element type keeps its label; a type that others extend gets an interface ``Any…`` beside it; a connection
type read towards ``X`` gets ``…XConnection`` and ``…XEdge``. No field has a resolver that runs: ``api.graphql.execution``
answers a whole operation at once.
"""

import dataclasses
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, NoReturn

import strawberry
from strawberry import UNSET
from strawberry.scalars import JSON  # noqa: F401 - fields name it

from graph.model import ConnectionType, ElementType, Kind, Property, Text
from graph.reading.facets import Facet, facets_of
from graph.reading.filters import OPERATORS, Operator
from graph.reading.sides import Side, sides
from graph.schema import PLACE, SCHEMA

FIRST = 10
"""How many elements a list holds when the client does not say."""

NODE = "Node"
"""Relay's interface of everything with an id."""

KINDS: dict[Kind, str] = {
    Kind.STRING: "str",
    Kind.DATE: "str",
    Kind.STRINGS: "list[str]",
    Kind.INTEGER: "int",
    Kind.FLOAT: "float",
    Kind.BOOLEAN: "bool",
    Kind.DATETIME: "str",
    Kind.POINT: "Point",
    Kind.JSON: "JSON",
}
"""The annotation of a property of each kind."""


@dataclass(frozen=True)
class Abstract:
    """An interface: its name, what it is, the element types that implement it, and the properties they share."""

    name: str
    doc: Text
    members: tuple[ElementType, ...]
    properties: tuple[Property, ...]


def described(text: Text) -> str:
    """A description in both languages of the service."""
    return f"{text.en}\n\n{text.cs}"


def camel(name: str) -> str:
    """``take_part`` or ``TAKE_PART`` as ``takePart``."""
    first_, *others = name.lower().split("_")
    return first_ + "".join(map(str.capitalize, others))


def pascal(name: str) -> str:
    """``take_part`` or ``TAKE_PART`` as ``TakePart``."""
    return "".join(map(str.capitalize, name.split("_")))


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


# ------------------------------------------------------------------------------------------------------- the makers


def field(annotation: str, doc: str, arguments: Iterable[inspect.Parameter] = ()) -> Any:
    """A field of this type (an annotation as text) with these arguments."""
    parameters = list(arguments)
    if not parameters:
        return strawberry.field(description=doc), annotation

    def resolver(**_: Any) -> NoReturn:
        raise AssertionError("api.graphql.execution answers operations as a whole")

    resolver.__signature__ = inspect.Signature(parameters, return_annotation=annotation)  # type: ignore[attr-defined]
    return strawberry.field(resolver=resolver, description=doc), annotation


def lazily(name: str) -> Any:
    """A type of this module as an annotation, made or yet to be made."""
    referred: Any = Annotated[name, strawberry.lazy(__name__)]
    return referred


def argument(name: str, annotation: Any, doc: str, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    """An argument of a field. Its Python name differs, since some names, such as ``for``, are Python's own.

    A type of this module is named by a text, with ``| None`` after it where it may be left out.
    """
    if isinstance(annotation, str):
        referred_to, _, optional = annotation.partition(" | ")
        annotation = lazily(referred_to) | None if optional else lazily(referred_to)
    annotated = Annotated[annotation, strawberry.argument(name=name, description=doc)]
    return inspect.Parameter(f"{name}_", inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotated)


def first() -> inspect.Parameter:
    """The argument that says how many."""
    return argument("first", int, f"How many, from 0 to 100 ({FIRST} if not said). / Kolik, od 0 do 100.", FIRST)


def after() -> inspect.Parameter:
    """The argument that says where a page begins."""
    return argument("after", str | None, "The cursor of the edge before these. / Kurzor předchozí hrany.", UNSET)


def window(order: str) -> list[inspect.Parameter]:
    """The arguments that say which part of a list, as in Relay's specification of connections."""
    how_many = f"How many, from 0 to 100 ({FIRST} if neither this nor `last` is said). / Kolik, od 0 do 100."
    return [
        argument("first", int | None, how_many, UNSET),
        after(),
        argument("last", int | None, "How many from the end, from 0 to 100. / Kolik od konce.", UNSET),
        argument("before", str | None, "The cursor of the edge after these. / Kurzor následující hrany.", UNSET),
        argument("orderBy", f"{order} | None", "In which order; by name if not said. / V jakém pořadí.", UNSET),
    ]


def filtered(name: str) -> inspect.Parameter:
    """The argument that says which elements."""
    return argument("filter", f"{name} | None", "Only those that pass. / Jen ty, které vyhoví.", UNSET)


def make(name: str, doc: str, fields: dict[str, Any], bases: tuple[type, ...] = (), *, interface: bool = False) -> type:
    """A Strawberry type, known in this module by its name so that others can refer to it."""
    body: dict[str, Any] = {"__module__": __name__, "__annotations__": {}}
    for key, (made, annotation) in fields.items():
        made.graphql_name = key
        body[f"{key}_"] = made
        body["__annotations__"][f"{key}_"] = annotation
    decorate: Callable[..., Any] = strawberry.interface if interface else strawberry.type
    made_type: type = decorate(type(name, bases, body), name=name, description=doc)
    globals()[name] = made_type
    return made_type


def make_input(
    name: str,
    doc: str,
    fields: dict[str, tuple[str, str]],
    required: Sequence[str] = (),
    *,
    one_of: bool = False,
) -> None:
    """An input, known in this module by its name: of each field an annotation and a description.

    Fields that are not ``required`` can be left out; of an input of the kind ``one_of`` exactly one is given.
    """
    body: dict[str, Any] = {"__module__": __name__, "__annotations__": {}}
    for key, (annotation, described_as) in sorted(fields.items(), key=lambda item: item[0] not in required):
        default = dataclasses.MISSING if key in required else UNSET
        body[f"{key}_"] = strawberry.field(name=key, description=described_as, default=default)
        body["__annotations__"][f"{key}_"] = annotation if key in required else f"{annotation} | None"
    globals()[name] = strawberry.input(type(name, (), body), name=name, description=doc, one_of=one_of)


def make_enum(name: str, doc: str, values: dict[str, str]) -> None:
    """An enum, known in this module by its name."""
    members: Any = Enum(name, values)  # type: ignore[misc]
    globals()[name] = strawberry.enum(members, description=doc)


def _property_field(declared: Property) -> Any:
    kind = declared.enum if declared.choices else "strawberry.ID" if declared.name == "id" else KINDS[declared.kind]
    return field(kind if declared.required else f"{kind} | None", described(declared.doc))


def _side_field(side: Side, target: str) -> Any:
    name = connection_name(side.connection, target)
    arguments = [*window("ConnectionOrder"), filtered(edge_filter(name))]
    return field(name, described(side.connection.doc), arguments)


def connection_name(connection: ConnectionType, target: str) -> str:
    """The name of the GraphQL type of a connection type read towards a type of elements."""
    return f"{pascal(connection.type)}{target}Connection"


def _fields(properties: Iterable[Property], elements: tuple[ElementType, ...]) -> dict[str, Any]:
    made = {declared.name: _property_field(declared) for declared in properties if not declared.internal}
    if elements:
        doc = "What happened to it and its connections, the latest first. / Co se s ním stalo, od nejnovějšího."
        made["history"] = field("HistoryConnection", doc, [first(), after()])
    return made | {name: _side_field(side, target) for name, side, target in shared_sides(elements)}


def make_connection(name: str, target: str, edge_fields: dict[str, Any], doc: str, *, listed: bool = True) -> None:
    """A connection in Relay's sense with its edge; what is ``listed`` and not found by a question can be counted."""
    edge = name.removesuffix("Connection") + "Edge"
    head = {
        "cursor": field("str", "Its place in the list. / Místo v seznamu."),
        "node": field(target, "The element. / Prvek."),
    }
    make(edge, doc, {**head, **edge_fields})
    fields = {
        "edges": field(f"list[{edge}]", "The elements, each with its connection. / Prvky, každý se svým spojením."),
        "nodes": field(f"list[{target}]", "The elements alone. / Samotné prvky."),
        "pageInfo": field("PageInfo", "Whether there are more. / Zda jsou další."),
    }
    if listed:
        fields["totalCount"] = field("int", "How many there are in all. / Kolik jich je celkem.")
        if facets_of_target(target):
            fields["facets"] = field(f"{target}Facets", "Counts over the whole list. / Počty přes celý seznam.")
    make(name, doc, fields)


# ---------------------------------------------------------------------------------------------- filters and facets

_WAYS = ("ASC", "DESC")
_FILTER_DOC = "Conditions on a value; all that are given hold. / Podmínky na hodnotu; platí všechny uvedené."
_FILTERED = {
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
    Operator.GT: "Is greater, or later. / Je větší nebo pozdější.",
    Operator.GTE: "Is at least this. / Je aspoň tolik.",
    Operator.LT: "Is less, or earlier. / Je menší nebo dřívější.",
    Operator.LTE: "Is at most this. / Je nejvýše tolik.",
    Operator.IS_NULL: "Whether there is no value. / Zda hodnota chybí.",
    Operator.INCLUDES: "Holds this among others. / Obsahuje tuto položku.",
}


def operators(kind: Kind, scalar: str) -> dict[str, tuple[str, str]]:
    """The fields of a filter of values of a kind; values are of a GraphQL scalar or enum."""
    types = {Operator.IS_NULL: "bool", Operator.IN: f"list[{scalar}]"}
    return {o.value: (types.get(o, scalar), _OPERATOR_DOCS[o]) for o in OPERATORS[kind]}


def edge_filter(connection: str) -> str:
    """The name of the filter of a connection type's edges."""
    return connection.removesuffix("Connection") + "EdgeFilter"


def _filter_of(declared: Property) -> str:
    if declared.choices:
        return f"{declared.enum}Filter"
    return "IDFilter" if declared.name == "id" else f"{_FILTERED[declared.kind]}Filter"


def _combined(name: str) -> dict[str, tuple[str, str]]:
    return {
        "and": (f"list[{name}]", "All of these hold. / Platí všechny."),
        "or": (f"list[{name}]", "At least one of these holds. / Platí aspoň jedna."),
        "not": (name, "This does not hold. / Neplatí."),
    }


def _property_filters(properties: Iterable[Property]) -> dict[str, tuple[str, str]]:
    return {
        declared.name: (_filter_of(declared), described(declared.doc))
        for declared in properties
        if declared.kind in OPERATORS and not declared.internal and declared.visibility == "public"
    }


def is_place(name: str) -> bool | None:
    """Whether elements of a GraphQL type are places themselves, or else located in one; None where neither is sure."""
    elements = members(name)
    if elements == (PLACE,):
        return True
    located = all("places" in sides(element) for element in elements)
    return False if located else None


def _element_filter(target: str, properties: Iterable[Property], doc: Text) -> None:
    name = f"{target}Filter"
    fields = _property_filters(properties)
    for key, side, reached_ in shared_sides(members(target)):
        connection = connection_name(side.connection, reached_)
        fields[key] = (connection.removesuffix("Connection") + "Filter", described(side.connection.doc))
    if is_place(target) is not None:
        fields["within"] = ("strawberry.ID", "In this place or one within it. / V tomto místě nebo uvnitř něj.")
        fields["near"] = ("Near", "Not far from here. / Nedaleko odsud.")
    make_input(name, f"Which of: {described(doc)}", fields | _combined(name))


def _connection_filters(name: str, target: str, connection: ConnectionType) -> None:
    edge = edge_filter(name)
    node = {"node": (f"{target}Filter", "The element at the other end. / Prvek na druhém konci.")}
    properties = _property_filters(SCHEMA.properties_of_connection(connection))
    make_input(edge, described(connection.doc), node | properties | _combined(edge))
    quantifiers = {
        "some": (edge, "At least one passes. / Vyhoví aspoň jeden."),
        "none": (edge, "None passes. / Nevyhoví žádný."),
        "all": (edge, "None fails. / Všechny vyhoví."),
        "single": (edge, "Exactly one passes. / Vyhoví právě jeden."),
    }
    make_input(name.removesuffix("Connection") + "Filter", described(connection.doc), quantifiers)


def facets_of_target(target: str) -> dict[str, Facet]:
    """What lists of a GraphQL type are counted by: what all its element types are, in the same way."""
    first_, *others = (facets_of(element) for element in members(target))
    return {name: facet for name, facet in first_.items() if all(other.get(name) == facet for other in others)}


def _make_facets(target: str) -> None:
    if found := facets_of_target(target):
        fields = {
            name: field(f"list[{facet_type(facet)}]", described(facet.doc), (first(),)) for name, facet in found.items()
        }
        make(f"{target}Facets", "Counts over a whole list. / Počty přes celý seznam.", fields)


def facet_type(facet: Facet) -> str:
    """The name of the type of one count."""
    return f"{facet.target.label}Count" if facet.target else "ValueCount"


# -------------------------------------------------------------------------------------------------------- the types

make(
    "PageInfo",
    "Where a page stands in its list, as in Relay's specification. / Kde v seznamu stránka stojí.",
    {
        "hasNextPage": field("bool", "Whether more follow. / Zda následují další."),
        "hasPreviousPage": field("bool", "Whether there are some before. / Zda jsou nějaké před ní."),
        "startCursor": field("str | None", "The cursor of the first edge. / Kurzor první hrany."),
        "endCursor": field("str | None", "The cursor of the last edge. / Kurzor poslední hrany."),
    },
)
make_enum(
    "ElementOrder",
    "An order of elements: by name as in Czech dictionaries, or by time. / Pořadí prvků.",
    {f"{order}_{direction}": f"{order}_{direction}" for order in ("NAME", "CREATED", "UPDATED") for direction in _WAYS},
)
make_enum(
    "ConnectionOrder",
    "An order of connected elements; SINCE is when the connection began. / Pořadí spojených prvků.",
    {
        f"{order}_{direction}": f"{order}_{direction}"
        for order in ("NAME", "CREATED", "UPDATED", "SINCE")
        for direction in _WAYS
    },
)
make_input(
    "Near",
    "Around a place, or around a point in degrees (WGS 84). / V okolí místa nebo bodu.",
    {
        "place": ("strawberry.ID", "Id of a place that has a location. / Id místa s polohou."),
        "latitude": ("float", "Degrees north. / Stupně severní šířky."),
        "longitude": ("float", "Degrees east. / Stupně východní délky."),
        "km": ("float", "Within how many kilometres, up to 1000. / Do kolika kilometrů, nejvýše 1000."),
    },
)
for _kind, _name in ((Kind.STRING, "ID"), *_FILTERED.items()):
    _scalar = {"ID": "strawberry.ID", "StringList": "str"}.get(_name, KINDS[_kind])
    make_input(f"{_name}Filter", _FILTER_DOC, operators(_kind, _scalar))
make(
    "ValueCount",
    "How many share a value. / Kolik jich má tutéž hodnotu.",
    {
        "value": field("str", "The value. / Hodnota."),
        "count": field("int", "How many. / Kolik."),
    },
)
make(
    "Point",
    "A place on Earth in degrees (WGS 84). / Poloha ve stupních (WGS 84).",
    {
        "latitude": field("float", "Degrees north. / Stupně severní šířky."),
        "longitude": field("float", "Degrees east. / Stupně východní délky."),
    },
)

make(
    "Step",
    "One connection of a path. / Jedno spojení cesty.",
    {
        "link": field("str", "Type of the connection. / Typ spojení."),
        "from": field("StepEnd", "Where it leads from. / Odkud vede."),
        "to": field("StepEnd", "Where it leads to. / Kam vede."),
    },
)
make(
    "Link",
    "A connection between two elements of a drawing. / Spojení dvou prvků na obrázku.",
    {
        "link": field("str", "Type of the connection. / Typ spojení."),
        "from": field("strawberry.ID", "Id of the element it leads from. / Id prvku, odkud vede."),
        "to": field("strawberry.ID", "Id of the element it leads to. / Id prvku, kam vede."),
        "since": field("str | None", "Since when it holds. / Od kdy platí."),
        "until": field("str | None", "Until when it holds. / Do kdy platí."),
        "status": field("str | None", "State; confirmed when absent. / Stav; bez hodnoty potvrzeno."),
    },
)
make(
    "StepEnd",
    "An element on a path. / Prvek na cestě.",
    {
        "id": field("strawberry.ID", "Its id. / Jeho id."),
        "type": field("str", "Its type. / Jeho typ."),
        "name": field("str", "Its name. / Jeho název."),
    },
)
make_enum("Language", "A language of texts. / Jazyk textů.", {"CS": "cs", "EN": "en"})
make_enum(
    "ElementType",
    "A type of element. / Typ prvku.",
    {re.sub(r"(?<!^)(?=[A-Z])", "_", element.label).upper(): element.label for element in SCHEMA.elements},
)
make(
    "Evidence",
    "A path through the map that supports a suggestion. / Cesta mapou, která návrh dokládá.",
    {
        "text": field(
            "str",
            "The path in words. / Cesta slovy.",
            (
                argument(
                    "language", globals()["Language"], "In which language. / V jakém jazyce.", globals()["Language"].EN
                ),
            ),
        ),
        "path": field("list[Step]", "The connections, one after the other. / Spojení, jedno za druhým."),
    },
)
make(
    "Signal",
    "A part of a score. / Část skóre.",
    {
        "signal": field("str", "Its name. / Její název."),
        "value": field("float", "How strong it is here, from 0. / Jak je zde silná, od 0."),
        "weight": field("float", "How much it counts; only proportions do. / Jakou má váhu; rozhodují jen poměry."),
        "contribution": field(
            "float", "What it adds: all contributions sum to the score. / Co přidává: příspěvky dávají skóre."
        ),
    },
)

for _declared in (
    p
    for properties in (
        *(SCHEMA.properties_of(element) for element in SCHEMA.elements),
        *(SCHEMA.properties_of_connection(connection) for connection in SCHEMA.connections),
    )
    for p in properties
    if p.choices and p.enum not in globals()
):
    make_enum(_declared.enum, described(_declared.doc), {choice.upper(): choice for choice in _declared.choices})
    _comparisons = operators(Kind.STRING, _declared.enum)
    make_input(
        f"{_declared.enum}Filter",
        _FILTER_DOC,
        {name: _comparisons[name] for name in ("eq", "ne", "in", "isNull")},
    )

for _abstract in reversed(ABSTRACTS):
    _wider = tuple(
        globals()[other.name]
        for other in ABSTRACTS
        if other is not _abstract and set(_abstract.members) <= set(other.members) and other.name in globals()
    )
    _members = () if _abstract.name == NODE else _abstract.members
    make(
        _abstract.name,
        described(_abstract.doc),
        _fields(_abstract.properties, _members),
        _wider,
        interface=True,
    )
    if _abstract.name != NODE:
        _element_filter(_abstract.name, _abstract.properties, _abstract.doc)
        _make_facets(_abstract.name)

ELEMENT_CLASSES = [
    make(
        element.label,
        described(element.doc),
        _fields(SCHEMA.properties_of(element), (element,)),
        tuple(globals()[a.name] for a in ABSTRACTS if element in a.members),
    )
    for element in SCHEMA.elements
]
"""The object types, all reachable only through interfaces in part, so the GraphQL schema lists them itself."""

for _element in SCHEMA.elements:
    _element_filter(_element.label, SCHEMA.properties_of(_element), _element.doc)
    _make_facets(_element.label)

for _label in dict.fromkeys(f.target.label for e in SCHEMA.elements for f in facets_of(e).values() if f.target):
    make(
        f"{_label}Count",
        "How many share an element. / Kolik jich sdílí prvek.",
        {"node": field(_label, "The element. / Prvek."), "count": field("int", "How many. / Kolik.")},
    )

for _side, _target in dict.fromkeys(
    (side, target) for element in SCHEMA.elements for _, side, target in shared_sides((element,))
):
    _name = connection_name(_side.connection, _target)
    if _name not in globals():
        make_connection(
            _name,
            _target,
            {p.name: _property_field(p) for p in SCHEMA.properties_of_connection(_side.connection)},
            described(_side.connection.doc),
        )
        _connection_filters(_name, _target, _side.connection)
