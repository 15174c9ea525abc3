"""Writes as root fields, derived from the schema: create and update each type, delete, connect, disconnect, decide.

A field takes a batch and writes all of it or nothing. What stands in the way comes back as ``errors``, each with the
path of the value in the field's arguments.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from strawberry import UNSET

from api.graphql import types
from api.graphql.computed import Context, Source
from api.graphql.types import argument, camel, described, field, make, make_enum, make_input, pascal
from graph.access import Author, Door
from graph.errors import Conflict, NotFound, Path, Refusal, WriteRefused
from graph.model import ConnectionType, ElementType, Kind, Property
from graph.reading.sides import sides
from graph.schema import ELEMENT, SCHEMA
from graph.writing import write
from graph.writing.commands import Command, Connect, Create, Delete, Disconnect, Nested, Update, UpdateConnection

Given = Mapping[str, Any]

_LARGEST = 100
"""Commands in one batch; more is what an import is for."""


# -------------------------------------------------------------------------------------------------- from input to commands


def _create(label: str, given: Given, path: Path) -> Create:
    known = sides(SCHEMA.by_label[label])
    properties = {name: value for name, value in given.items() if name not in known}
    connections = {
        name: [_nested(each, (*path, name, number)) for number, each in enumerate(value or ())]
        for name, value in given.items()
        if name in known
    }
    return Create(label, properties, connections, path)


def _nested(given: Given, path: Path) -> Nested:
    own = {name: value for name, value in given.items() if name not in ("create", "connect", "id")}
    create = _nested_create(given.get("create"), (*path, "create"))
    return Nested(create, given.get("connect"), given.get("id"), own)


def _nested_create(given: Given | None, path: Path) -> Create | None:
    if given is None:
        return None
    [(name, properties)] = given.items()
    return _create(_SINGULAR[name], properties, (*path, name))


def _update(label: str, given: Given, path: Path) -> Update:
    properties = {name: value for name, value in given.items() if name not in ("id", "ifVersion")}
    return Update(given["id"], properties, given.get("ifVersion"), label, path)


def _connection(kind: type[Connect] | type[UpdateConnection], given: Given, path: Path) -> Command:
    [(name, ends)] = given.items()
    properties = {key: value for key, value in ends.items() if key not in ("from", "to", "id")}
    return kind(_CAMEL[name], ends["from"], ends["to"], ends.get("id"), properties, (*path, name))


def _disconnect(given: Given, path: Path) -> Command:
    return Disconnect(given["link"], given["from"], given["to"], given.get("id"), path)


# ----------------------------------------------------------------------------------------------------------- the sources


async def _written(asked: Context, given: Given, commands: Sequence[Command]) -> dict[str, Any]:
    mutation_id = given.get("clientMutationId")
    author = Author(asked.viewer, Door.GRAPHQL)
    known = {"clientMutationId": mutation_id}
    if not 0 < len(commands) <= _LARGEST:
        message = f"give from 1 to {_LARGEST} of them; larger sets of data are imported"
        return known | refused([Refusal(("input",), message)])
    try:
        outcomes = await write.write(asked.store, SCHEMA, commands, author, key=mutation_id or asked.key)
    except WriteRefused as error:
        return known | refused(error.problems)
    return known | _done(outcomes)


def _done(outcomes: Sequence[write.Outcome]) -> dict[str, Any]:
    rows = [
        {
            "status": outcome.status.upper(),
            "action": outcome.action,
            "subject": outcome.subject,
            "sequence": outcome.sequence,
            "version": outcome.version,
        }
        for outcome in outcomes
    ]
    ids = [outcome.subject.get("id") if "label" in outcome.subject else None for outcome in outcomes]
    return {"outcomes": rows, "elements": ids, "errors": []}


def refused(problems: Sequence[Refusal]) -> dict[str, Any]:
    """The payload of a write in whose way these problems stand."""
    errors = [
        {
            "code": problem.code,
            "message": problem.message,
            "path": [str(step) for step in problem.path if step not in ("properties", "connections")],
            "current": dict(problem.current) or None,
        }
        for problem in problems
    ]
    return {"outcomes": [], "elements": [], "errors": errors}


def _create_source(label: str) -> Source:
    async def source(asked: Context, given: Given) -> dict[str, Any]:
        commands = [_create(label, each, ("input", n)) for n, each in enumerate(given["input"])]
        return await _written(asked, given, commands)

    return source


def _update_source(label: str) -> Source:
    async def source(asked: Context, given: Given) -> dict[str, Any]:
        commands = [_update(label, each, ("input", n)) for n, each in enumerate(given["input"])]
        return await _written(asked, given, commands)

    return source


async def _delete(asked: Context, given: Given) -> dict[str, Any]:
    each = enumerate(given["input"])
    commands = [Delete(one["id"], one.get("ifVersion"), None, ("input", n)) for n, one in each]
    return await _written(asked, given, commands)


async def _connect(asked: Context, given: Given) -> dict[str, Any]:
    return await _written(asked, given, [_connection(Connect, e, ("input", n)) for n, e in enumerate(given["input"])])


async def _update_connections(asked: Context, given: Given) -> dict[str, Any]:
    commands = [_connection(UpdateConnection, each, ("input", n)) for n, each in enumerate(given["input"])]
    return await _written(asked, given, commands)


async def _disconnect_all(asked: Context, given: Given) -> dict[str, Any]:
    return await _written(asked, given, [_disconnect(each, ("input", n)) for n, each in enumerate(given["input"])])


async def _review(asked: Context, given: Given) -> dict[str, Any]:
    author = Author(asked.viewer, Door.GRAPHQL)
    try:
        outcomes = await write.review(
            asked.store, SCHEMA, given["sequence"], author, accept=given["accept"], note=given.get("note")
        )
    except WriteRefused as error:
        return refused(error.problems)
    except (Conflict, NotFound) as error:
        return refused([Refusal(("sequence",), error.message, error.code)])
    return _done(outcomes)


async def _undo(asked: Context, given: Given) -> dict[str, Any]:
    author = replace(Author(asked.viewer, Door.GRAPHQL), note=given.get("note"))
    try:
        sequence = await write.undo(asked.store, SCHEMA, given["sequence"], author)
    except WriteRefused as error:
        return {"sequence": None, **refused(error.problems)}
    except (Conflict, NotFound) as error:
        return {"sequence": None, **refused([Refusal(("sequence",), error.message, error.code)])}
    return {"sequence": sequence, "errors": []}


_SINGULAR = {element.singular: element.label for element in SCHEMA.elements}


_CAMEL = {camel(connection.type): connection.type for connection in SCHEMA.connections}


def _plural(element: ElementType) -> str:
    return element.plural[0].upper() + element.plural[1:]


SOURCES: dict[str, Source] = {
    **{f"create{_plural(element)}": _create_source(element.label) for element in SCHEMA.elements},
    **{f"update{_plural(element)}": _update_source(element.label) for element in SCHEMA.elements},
    "deleteElements": _delete,
    "connect": _connect,
    "updateConnections": _update_connections,
    "disconnect": _disconnect_all,
    "review": _review,
    "undo": _undo,
}


# -------------------------------------------------------------------------------------------------------------- the types

_NOTE = argument("note", str | None, "Why, in your words. / Proč, vašimi slovy.", UNSET)
_SEQUENCE = argument("sequence", int, "Number of the change in the log. / Číslo změny v záznamu.")
_MUTATION_ID = argument(
    "clientMutationId",
    str | None,
    "Sent again with the same input, it writes nothing and answers the same. / Opakování nic nezapíše.",
    UNSET,
)


def _written_properties(properties: Sequence[Property]) -> dict[str, tuple[str, str]]:
    return {
        declared.name: (_input_kind(declared), described(declared.doc))
        for declared in properties
        if not declared.managed and not declared.internal
    }


def _input_kind(declared: Property) -> str:
    if declared.choices:
        return declared.enum
    if declared.kind is Kind.POINT:
        return "PointInput"
    return "strawberry.ID" if declared.name == "id" else types.KINDS[declared.kind]


def _nested_input(connection: ConnectionType, targets: tuple[ElementType, ...], name: str) -> str:
    made = f"{name}Input"
    if made not in vars(types):
        create = f"{name}CreateInput"
        labels = {t.singular: (f"{t.label}CreateInput", described(t.doc)) for t in targets}
        make_input(
            create, "A new element of one of these types. / Nový prvek jednoho z těchto typů.", labels, one_of=True
        )
        own = _written_properties(SCHEMA.properties_of_connection(connection))
        ends = {
            "create": (create, "The new element at the other end. / Nový prvek na druhém konci."),
            "connect": ("strawberry.ID", "Or the id of one that is there. / Nebo id stávajícího prvku."),
        }
        make_input(made, described(connection.doc), ends | own)
    return made


def _sides_input(element: ElementType) -> dict[str, tuple[str, str]]:
    fields = {}
    for name, side, target in types.shared_sides((element,)):
        connection = types.connection_name(side.connection, target).removesuffix("Connection")
        made = _nested_input(side.connection, types.members(target), connection)
        fields[name] = (f"list[{made}]", described(side.connection.doc))
    return fields


for _element in SCHEMA.elements:
    _properties = _written_properties(SCHEMA.properties_of(_element))
    make_input(f"{_element.label}CreateInput", described(_element.doc), _properties | _sides_input(_element), ("name",))
    make_input(
        f"{_element.label}UpdateInput",
        f"What is given replaces the old, null clears. / Uvedené nahradí staré, null maže.\n\n{described(_element.doc)}",
        _properties | {"ifVersion": ("int", "Only if it is of this version. / Jen je-li v této verzi.")},
        ("id",),
    )

make_input(
    "PointInput",
    "A place on Earth in degrees (WGS 84). / Poloha ve stupních (WGS 84).",
    {
        "latitude": ("float", "Degrees north. / Stupně severní šířky."),
        "longitude": ("float", "Degrees east. / Stupně východní délky."),
    },
    ("latitude", "longitude"),
)
make_input(
    "DeleteInput",
    "An element to delete with all its connections. / Prvek ke smazání se všemi spojeními.",
    {
        "id": ("strawberry.ID", "Its id. / Jeho id."),
        "ifVersion": ("int", "Only if it is of this version. / Jen je-li v této verzi."),
    },
    ("id",),
)
_ENDS = {
    "from": ("strawberry.ID", "Id of the element it leads from. / Id prvku, odkud vede."),
    "to": ("strawberry.ID", "Id of the element it leads to. / Id prvku, kam vede."),
}
for _type in SCHEMA.connections:
    make_input(
        f"{pascal(_type.type)}ConnectionInput",
        described(_type.doc),
        _ENDS | _written_properties(SCHEMA.properties_of_connection(_type)),
        ("from", "to"),
    )
make_input(
    "ConnectionInput",
    "A connection of one of these types. / Spojení jednoho z těchto typů.",
    {name: (f"{pascal(type_)}ConnectionInput", described(SCHEMA.by_type[type_].doc)) for name, type_ in _CAMEL.items()},
    one_of=True,
)
make_enum(
    "ConnectionType",
    "A type of connection. / Typ spojení.",
    {connection.type: connection.type for connection in SCHEMA.connections},
)
make_input(
    "DisconnectInput",
    "A connection to delete. / Spojení ke smazání.",
    {
        "link": ("ConnectionType", "Its type. / Jeho typ."),
        **_ENDS,
        "id": ("strawberry.ID", "Its own id, if several run in parallel. / Vlastní id, běží-li jich víc."),
    },
    ("link", "from", "to"),
)
make_enum(
    "WriteStatus",
    "What a command came to. / Jak příkaz dopadl.",
    {status.upper(): status.upper() for status in ("applied", "proposed", "unchanged")},
)
make(
    "WriteOutcome",
    "What one command of a batch came to. / Jak dopadl jeden příkaz dávky.",
    {
        "status": field(
            "WriteStatus", "Written, waiting for a reviewer, or nothing to do. / Zapsáno, navrženo, beze změny."
        ),
        "action": field("ChangeAction | None", "What was done. / Co se stalo."),
        "subject": field("ChangeSubject", "The element or connection. / Prvek nebo spojení."),
        "sequence": field("int | None", "Number of the change in the log. / Číslo změny v záznamu."),
        "version": field("int | None", "Version of the element afterwards. / Verze prvku potom."),
    },
)
make(
    "WriteError",
    "One thing that stands in the way of a write. / Co zápisu brání.",
    {
        "code": field("str", "BAD_INPUT, NOT_FOUND, TAKEN, CONFLICT or FORBIDDEN. / Stálý kód."),
        "message": field("str", "What is wrong and how to mend it. / Co je špatně a jak to napravit."),
        "path": field("list[str]", "Where in the arguments. / Kde v argumentech."),
        "current": field("JSON | None", "Of a conflict: the element as it is now. / Při střetu: prvek, jak je nyní."),
    },
)


def _payload(name: str, target: str) -> None:
    make(
        name,
        "What a batch came to: all of it, or errors and nothing. / Jak dávka dopadla: celá, nebo vůbec.",
        {
            "clientMutationId": field("str | None", "As it was sent. / Jak bylo posláno."),
            "outcomes": field("list[WriteOutcome]", "One for each command. / Ke každému příkazu."),
            "elements": field(f"list[{target} | None]", "The elements afterwards; null what is gone. / Prvky potom."),
            "errors": field("list[WriteError]", "All that stands in the way. / Vše, co zápisu brání."),
        },
    )


_payload("WritePayload", ELEMENT.label)
for _element in SCHEMA.elements:
    _payload(f"{_element.label}WritePayload", _element.label)
make(
    "UndoPayload",
    "What undoing came to. / Jak vrácení dopadlo.",
    {
        "sequence": field("int | None", "Number of the change that undid it. / Číslo změny, která ji vrátila."),
        "errors": field("list[WriteError]", "What stands in the way. / Co tomu brání."),
    },
)


def _input(name: str) -> Any:
    return argument("input", list[types.lazily(name)], f"From 1 to {_LARGEST}, all or nothing. / Vše, nebo nic.")  # type: ignore[misc]


def fields() -> dict[str, Any]:
    """The root fields."""
    made: dict[str, Any] = {}
    for element in SCHEMA.elements:
        payload = f"{element.label}WritePayload | None"
        for verb, input_ in (("create", "CreateInput"), ("update", "UpdateInput")):
            arguments = [_input(f"{element.label}{input_}"), _MUTATION_ID]
            made[f"{verb}{_plural(element)}"] = field(payload, described(element.doc), arguments)
    others = {
        "deleteElements": ("DeleteInput", "Deletes elements with all their connections. / Smaže prvky i se spojeními."),
        "connect": ("ConnectionInput", "Connects elements; a connection that is there is updated. / Spojí prvky."),
        "updateConnections": ("ConnectionInput", "Changes connections that are there. / Změní stávající spojení."),
        "disconnect": ("DisconnectInput", "Deletes connections. / Smaže spojení."),
    }
    for name, (input_, doc) in others.items():
        made[name] = field("WritePayload | None", doc, [_input(input_), _MUTATION_ID])
    accept = argument("accept", bool, "Whether to do it. / Zda ji provést.")
    made["review"] = field(
        "WritePayload | None", "Decides on a proposal. / Rozhodne o návrhu.", [_SEQUENCE, accept, _NOTE]
    )
    made["undo"] = field("UndoPayload | None", "Reverses a change. / Vrátí změnu.", [_SEQUENCE, _NOTE])
    return made
