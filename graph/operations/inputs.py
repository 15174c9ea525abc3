"""What is written, as parameters that derive from the schema: inputs of elements and connections, and their commands."""

from collections.abc import Mapping, Sequence
from typing import Any

from graph.contract.fields import TYPES, Choice, Field, Shape, camel, pascal
from graph.errors import BadInput, Path, address
from graph.model import ConnectionType, ElementType, Kind, Property, Text
from graph.reading.sides import Side, sides
from graph.schema import SCHEMA
from graph.writing.commands import (
    Command,
    Confirm,
    Connect,
    Create,
    Disconnect,
    Known,
    Nested,
    Update,
    UpdateConnection,
)

Given = Mapping[str, Any]

KINDS: Mapping[Kind, str] = {
    Kind.STRING: "String",
    Kind.DATE: "Date",
    Kind.STRINGS: "[String!]",
    Kind.INTEGER: "Int",
    Kind.FLOAT: "Float",
    Kind.BOOLEAN: "Boolean",
    Kind.DATETIME: "DateTime",
    Kind.POINT: "PointInput",
    Kind.JSON: "JSON",
}

_SINGULAR = {element.singular: element.label for element in SCHEMA.elements}
_CAMEL = {camel(connection.type): connection.type for connection in SCHEMA.connections}


def _declare(name: str, doc: Text, fields: Sequence[Field], *, one_of: bool = False) -> None:
    TYPES[name] = Shape(name, doc, tuple(fields), one_of)


def _field(name: str, type_: str, cs: str, en: str) -> Field:
    return Field(name, type_, None, Text(cs, en))


def _properties(properties: Sequence[Property], *required: str) -> list[Field]:
    written = (p for p in properties if not p.managed and not p.internal)
    return [Field(p.name, _kind(p) + "!" * (p.name in required), None, p.doc) for p in written]


def _kind(declared: Property) -> str:
    if declared.choices:
        return declared.enum
    return "ID" if declared.name == "id" else KINDS[declared.kind]


# ------------------------------------------------------------------------------------------------------ from the schema


def _declare_enums() -> None:
    elements = (SCHEMA.properties_of(element) for element in SCHEMA.elements)
    connections = (SCHEMA.properties_of_connection(connection) for connection in SCHEMA.connections)
    for declared in (p for properties in (*elements, *connections) for p in properties if p.choices):
        values = {choice.upper(): choice for choice in declared.choices}
        TYPES.setdefault(declared.enum, Choice(declared.enum, declared.doc, values))


def _nested_input(side: Side, *, there: bool) -> str:
    """The input of a connection of a new element, or of one that is ``there`` already.

    Connection types without properties of their own share it.
    """
    connection, target = side.connection, _covering(_far(side))
    made = f"{_own_name(connection) or 'Connected'}{target}{'Update' * there}Input"
    if made not in TYPES:
        ends = [
            _field("create", _new_input(target), "Nový prvek na druhém konci.", "The new element at the other end."),
            _field(
                "connectOrCreate",
                _new_input(target),
                "Prvek s tímto id či kódem; není-li, vznikne.",
                "The element that has this id or one of these codes, as it is; a new one where there is none.",
            ),
            _field(
                "ifVersion",
                "Int",
                "S connectOrCreate: jen je-li prvek, a v této verzi.",
                "With connectOrCreate: only if the element is there, and of this version.",
            ),
            _field("connect", "ID", "Nebo id či kód stávajícího prvku.", "Or the id or a code of one that is there."),
        ]
        if there:
            ends.append(
                _field(
                    "disconnect",
                    "ID",
                    "Nebo id či kód prvku, s nímž spojení končí.",
                    "Or the id or a code of the one that the connection to is deleted.",
                )
            )
        doc = connection.doc if connection.properties else Text("Spojení s prvkem.", "A connection to an element.")
        _declare(made, doc, ends + _properties(SCHEMA.properties_of_connection(connection)))
    return made


def _new_input(target: str) -> str:
    """The input of a new element of one of the types that a GraphQL type stands for."""
    made = f"New{target}Input"
    if made not in TYPES:
        labels = SCHEMA.carriers(target.removeprefix("Any"))
        fields = [Field(each.singular, f"{each.label}CreateInput", None, each.doc) for each in labels]
        doc = Text("Nový prvek jednoho z těchto typů.", "A new element of one of these types.")
        _declare(made, doc, fields, one_of=True)
    return made


def _own_name(connection: ConnectionType) -> str:
    """What inputs of a connection type with properties of its own are called by."""
    return pascal(connection.type) if connection.properties else ""


def _far(side: Side) -> list[ElementType]:
    """The types at the other end of a connection type, in the order of the schema."""
    far: set[str] = set()
    for ends in side.connection.ends:
        both = (ends.targets, ends.sources)
        for types in both if side.connection.mutual else both[:1] if side.outgoing else both[1:]:
            far |= {type_.label for type_ in types}
    return [element for element in SCHEMA.elements if element.label in far]


def _covering(elements: Sequence[ElementType]) -> str:
    """The GraphQL name of the narrowest label that all of these types carry."""
    labels = {element.label for element in elements}
    carriers = {label: {e.label for e in SCHEMA.carriers(label)} for e in elements for label in SCHEMA.labels_of(e)}
    found = min((label for label in carriers if labels <= carriers[label]), key=lambda label: len(carriers[label]))
    return f"Any{found}" if found in SCHEMA.by_label and len(carriers[found]) > 1 else found


def _sides(element: ElementType, *, there: bool = False) -> list[Field]:
    return [
        Field(name, f"[{_nested_input(side, there=there)}!]", None, side.connection.doc)
        for name, side in sides(element).items()
    ]


def _declare_elements() -> None:
    version = _field("ifVersion", "Int", "Jen je-li v této verzi.", "Only if it is of this version.")
    for element in SCHEMA.elements:
        properties = SCHEMA.properties_of(element)
        _declare(f"{element.label}CreateInput", element.doc, _properties(properties, "name") + _sides(element))
        doc = Text(
            f"Uvedené vlastnosti nahradí staré, null maže; uvedená spojení vzniknou, změní se či skončí, ostatní zůstanou."
            f"\n\n{element.doc.cs}",
            "What is given of properties replaces the old, null clears; connections are made, changed and deleted as "
            f"given, the others stay.\n\n{element.doc.en}",
        )
        there = _sides(element, there=True)
        _declare(f"{element.label}UpdateInput", doc, [*_properties(properties, "id"), *there, version])
        doc = Text(
            f"Najde se podle id nebo kódu a změní; není-li, vznikne.\n\n{element.doc.cs}",
            f"It is found by its id or one of its codes and changed; where there is none, it is made.\n\n{element.doc.en}",
        )
        found = _field("ifVersion", "Int", "Jen je-li, a v této verzi.", "Only if it is there, and of this version.")
        _declare(f"{element.label}UpsertInput", doc, [*_properties(properties), *_sides(element), found])
    doc = Text("Prvek ke smazání se všemi spojeními.", "An element to delete with all its connections.")
    _declare("DeleteInput", doc, [_field("id", "ID!", "Jeho id či kód.", "Its id or a code."), version])


def _declare_connections() -> None:
    ends = [
        _field("from", "ID!", "Id či kód prvku, odkud vede.", "Id or a code of the element it leads from."),
        _field("to", "ID!", "Id či kód prvku, kam vede.", "Id or a code of the element it leads to."),
    ]
    doc = Text("Spojení bez vlastních vlastností.", "A connection without properties of its own.")
    _declare("PlainConnectionInput", doc, ends + _properties(SCHEMA.connection_common))
    for connection in SCHEMA.connections:
        if connection.properties:
            own = _properties(SCHEMA.properties_of_connection(connection))
            _declare(f"{_own_name(connection)}ConnectionInput", connection.doc, ends + own)
    types = {name: SCHEMA.by_type[type_] for name, type_ in _CAMEL.items()}
    one = [Field(n, f"{_own_name(each) or 'Plain'}ConnectionInput", None, each.doc) for n, each in types.items()]
    doc = Text("Spojení jednoho z těchto typů.", "A connection of one of these types.")
    _declare("ConnectionInput", doc, one, one_of=True)
    names = {connection.type: connection.type for connection in SCHEMA.connections}
    TYPES["ConnectionType"] = Choice("ConnectionType", Text("Typ spojení.", "A type of connection."), names)
    one_fact = [
        _field("element", "ID", "Id či kód prvku.", "Id or a code of an element."),
        _field("connection", "DisconnectInput", "Nebo spojení.", "Or a connection."),
    ]
    doc = Text("Co stále platí: prvek, nebo spojení.", "What is still true: an element, or a connection.")
    _declare("ConfirmInput", doc, one_fact, one_of=True)
    fields = [
        _field("link", "ConnectionType!", "Jeho typ.", "Its type."),
        *ends,
        _field("parallel", "String", "Které, běží-li jich víc.", "Which, where several run in parallel."),
    ]
    _declare("DisconnectInput", Text("Které spojení.", "Which connection."), fields)


def _declare_point() -> None:
    coordinates = [
        _field("latitude", "Float!", "Stupně severní šířky.", "Degrees north."),
        _field("longitude", "Float!", "Stupně východní délky.", "Degrees east."),
    ]
    doc = Text("Poloha ve stupních (WGS 84).", "A place on Earth in degrees (WGS 84).")
    _declare("PointInput", doc, coordinates)


_declare_enums()
_declare_point()
_declare_elements()
_declare_connections()


# ---------------------------------------------------------------------------------------------------------- to commands


def create(label: str, given: Given, path: Path, known: Known = Known.REFUSED, if_version: int | None = None) -> Create:
    """The command that an input of a new element is, or of one that may be there already."""
    properties, connections = _parts(label, given, path)
    return Create(label, properties, connections, path, known, if_version=if_version)


def upsert(label: str, given: Given, path: Path) -> Create:
    """The command that an input of an element is which is changed where it is there, and made where it is not."""
    own = {name: value for name, value in given.items() if name != _VERSION}
    return create(label, own, path, Known.UPDATED, given.get(_VERSION))


def _parts(label: str, given: Given, path: Path) -> tuple[Given, Mapping[str, Sequence[Nested]]]:
    """The properties and the connections of an input of an element."""
    known = sides(SCHEMA.by_label[label])
    properties = {name: value for name, value in given.items() if name not in known}
    connections = {
        name: [_nested(each, (*path, name, number)) for number, each in enumerate(value or ())]
        for name, value in given.items()
        if name in known
    }
    return properties, connections


_VERSION = "ifVersion"
_ENDS = ("create", "connectOrCreate", "connect", "disconnect", "parallel", _VERSION)


def _nested(given: Given, path: Path) -> Nested:
    own = {name: value for name, value in given.items() if name not in _ENDS}
    ways = [("create", Known.REFUSED), ("connectOrCreate", Known.KEPT)]
    version = given.get(_VERSION)
    if version is not None and given.get("connectOrCreate") is None:
        raise BadInput("ifVersion goes with connectOrCreate", place=address((*path, _VERSION)))
    new = [
        _nested_create(given[way], (*path, way), known, version) for way, known in ways if given.get(way) is not None
    ]
    if len(new) > 1:
        raise BadInput("takes one of create and connectOrCreate", place=address(path))
    return Nested(new[0] if new else None, given.get("connect"), given.get("parallel"), own, given.get("disconnect"))


def _nested_create(given: Given, path: Path, known: Known, if_version: int | None) -> Create:
    [(name, properties)] = given.items()
    return create(_SINGULAR[name], properties, (*path, name), known, if_version)


def update(label: str, given: Given, path: Path) -> Update:
    """The command that an input of a changed element is."""
    properties, connections = _parts(label, given, path)
    own = {name: value for name, value in properties.items() if name not in ("id", _VERSION)}
    return Update(given["id"], own, given.get(_VERSION), label, path, connections)


def connection(kind: type[Connect] | type[UpdateConnection], given: Given, path: Path) -> Command:
    """The command that an input of a connection is."""
    [(name, ends)] = given.items()
    properties = {key: value for key, value in ends.items() if key not in ("from", "to", "parallel")}
    return kind(_CAMEL[name], ends["from"], ends["to"], ends.get("parallel"), properties, (*path, name))


def disconnect(given: Given, path: Path) -> Command:
    """The command that an input of a connection to delete is."""
    return Disconnect(given["link"], given["from"], given["to"], given.get("parallel"), path)


def confirm(given: Given, path: Path) -> Confirm:
    """The command that an input of what is still true is."""
    if (element := given.get("element")) is not None:
        return Confirm(element, path=(*path, "element"))
    ends = given["connection"]
    return Confirm(ends["from"], ends["link"], ends["to"], ends.get("parallel"), (*path, "connection"))
