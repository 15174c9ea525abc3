"""GraphQL types, derived from the schema when this module is imported.

Names: an element type keeps its label; a type that others extend gets an interface ``Any…`` beside it; a connection
type read towards ``X`` gets ``…XConnection`` and ``…XEdge``. No field has a resolver that runs: ``api.execution``
answers a whole operation at once.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, NoReturn

import strawberry
from strawberry.scalars import JSON  # noqa: F401 - fields name it

from graph.model import ConnectionType, ElementType, Kind, Property, Text
from graph.schema import SCHEMA
from graph.selection import Side

FIRST = 10
"""How many elements a list holds when the client does not say."""

_KINDS: dict[Kind, str] = {
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


ABSTRACTS = tuple(_abstracts())
"""Interfaces, the narrower before the wider ones that they extend."""


@cache
def sides(element: ElementType) -> dict[str, Side]:
    """The connections of an element type, by the name of their field."""
    found = {}
    for connection in SCHEMA.connections:
        for ends in connection.ends:
            if element in ends.sources:
                found[connection.out] = Side(connection, outgoing=True)
            if element in ends.targets:
                found[connection.back] = Side(connection, outgoing=False)
    return found


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
        raise AssertionError("api.execution answers operations as a whole")

    resolver.__signature__ = inspect.Signature(parameters, return_annotation=annotation)  # type: ignore[attr-defined]
    return strawberry.field(resolver=resolver, description=doc), annotation


def argument(name: str, annotation: Any, doc: str, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    """An argument of a field. Its Python name differs, since some names, such as ``for``, are Python's own."""
    annotated = Annotated[annotation, strawberry.argument(name=name, description=doc)]
    return inspect.Parameter(f"{name}_", inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotated)


def first() -> inspect.Parameter:
    """The argument that says how many."""
    return argument("first", int, "How many, from 0 to 100. / Kolik, od 0 do 100.", FIRST)


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


def make_enum(name: str, doc: str, values: dict[str, str]) -> None:
    """An enum, known in this module by its name."""
    members: Any = Enum(name, values)  # type: ignore[misc]
    globals()[name] = strawberry.enum(members, description=doc)


def _property_field(declared: Property) -> Any:
    kind = declared.enum if declared.choices else "strawberry.ID" if declared.name == "id" else _KINDS[declared.kind]
    return field(kind if declared.required else f"{kind} | None", described(declared.doc))


def _side_field(side: Side, target: str) -> Any:
    return field(_connection_name(side.connection, target), described(side.connection.doc), (first(),))


def _connection_name(connection: ConnectionType, target: str) -> str:
    verb = "".join(word.capitalize() for word in connection.type.split("_"))
    return f"{verb}{target}Connection"


def _fields(properties: Iterable[Property], elements: tuple[ElementType, ...]) -> dict[str, Any]:
    made = {declared.name: _property_field(declared) for declared in properties}
    return made | {name: _side_field(side, target) for name, side, target in shared_sides(elements)}


def make_connection(name: str, target: str, edge_fields: dict[str, Any], doc: str, *, counted: bool = True) -> None:
    """A connection in Relay's sense with its edge."""
    edge = name.removesuffix("Connection") + "Edge"
    node = field(target, "The element. / Prvek.")
    make(edge, doc, {"node": node, **edge_fields})
    total = {"totalCount": field("int", "How many there are in all. / Kolik jich je celkem.")} if counted else {}
    lists = {
        "edges": field(f"list[{edge}]", "The elements, each with its connection. / Prvky, každý se svým spojením."),
        "nodes": field(f"list[{target}]", "The elements alone. / Samotné prvky."),
    }
    make(name, doc, {**lists, **total})


# -------------------------------------------------------------------------------------------------------- the types

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
        "value": field("float", "How strong it is here, 0 to 1. / Jak je zde silná, 0 až 1."),
        "weight": field("float", "How much it counts; all weights sum to 1. / Jakou má váhu; váhy dávají 1."),
        "contribution": field("float", "Value times weight. / Hodnota krát váha."),
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

for _abstract in reversed(ABSTRACTS):
    _wider = tuple(
        globals()[other.name]
        for other in ABSTRACTS
        if other is not _abstract and set(_abstract.members) < set(other.members) and other.name in globals()
    )
    make(
        _abstract.name,
        described(_abstract.doc),
        _fields(_abstract.properties, _abstract.members),
        _wider,
        interface=True,
    )

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

for _side, _target in dict.fromkeys(
    (side, target) for element in SCHEMA.elements for _, side, target in shared_sides((element,))
):
    _name = _connection_name(_side.connection, _target)
    if _name not in globals():
        make_connection(
            _name,
            _target,
            {p.name: _property_field(p) for p in SCHEMA.properties_of_connection(_side.connection)},
            described(_side.connection.doc),
        )
