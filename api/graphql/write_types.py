"""The types of mutations: inputs that derive from the schema, what comes back, and the root fields."""

from collections.abc import Iterator, Sequence

from api.graphql import types
from api.graphql.registry import Argument, Field, Registry
from api.graphql.types import camel, described
from graph.model import ConnectionType, ElementType, Kind, Property
from graph.schema import ELEMENT, SCHEMA

LARGEST = 100
"""Commands in one batch; more is what an import is for."""

CONNECTION_FIELDS = {camel(connection.type): connection.type for connection in SCHEMA.connections}
"""Connection types by the field of ``ConnectionInput`` that holds one."""

_NOTE = Argument("note", "String", "Why, in your words. / Proč, vašimi slovy.")
_SEQUENCE = Argument("sequence", "Int!", "Number of the change in the log. / Číslo změny v záznamu.")
_MUTATION_ID = Argument(
    "clientMutationId",
    "String",
    "Sent again with the same input, it writes nothing and answers the same. / Opakování nic nezapíše.",
)
_IF_VERSION = Argument("ifVersion", "Int", "Only if it is of this version. / Jen je-li v této verzi.")
_ENDS = (
    Argument("from", "ID!", "Id of the element it leads from. / Id prvku, odkud vede."),
    Argument("to", "ID!", "Id of the element it leads to. / Id prvku, kam vede."),
)


def declare(registry: Registry) -> None:
    """Declare the types."""
    for element in SCHEMA.elements:
        _element_inputs(registry, element)
        _payload(registry, f"{element.label}WritePayload", element.label)
    _payload(registry, "WritePayload", ELEMENT.label)
    _connection_inputs(registry)
    _plain_inputs(registry)
    _outcome(registry)


def plural(element: ElementType) -> str:
    """The plural of a type as it stands inside a name."""
    return element.plural[0].upper() + element.plural[1:]


# ------------------------------------------------------------------------------------------------------------- inputs


def _written(properties: Sequence[Property], required: Sequence[str] = ()) -> Iterator[Argument]:
    for declared in properties:
        if not declared.managed and not declared.internal:
            kind = _input_kind(declared) + ("!" if declared.name in required else "")
            yield Argument(declared.name, kind, described(declared.doc))


def _input_kind(declared: Property) -> str:
    return "PointInput" if declared.kind is Kind.POINT else types.kind(declared)


def _element_inputs(registry: Registry, element: ElementType) -> None:
    properties = SCHEMA.properties_of(element)
    doc = described(element.doc)
    sides = list(_sides(registry, element))
    registry.input(f"{element.label}CreateInput", doc, [*_written(properties, ("name",)), *sides])
    registry.input(
        f"{element.label}UpdateInput",
        f"What is given replaces the old, null clears. / Uvedené nahradí staré, null maže.\n\n{doc}",
        [*_written(properties, ("id",)), _IF_VERSION],
    )


def _sides(registry: Registry, element: ElementType) -> Iterator[Argument]:
    for name, side, target in types.shared_sides((element,)):
        prefix = types.connection_name(side.connection, target).removesuffix("Connection")
        if f"{prefix}Input" not in registry:
            _nested_inputs(registry, prefix, side.connection, target)
        yield Argument(name, f"[{prefix}Input!]", described(side.connection.doc))


def _nested_inputs(registry: Registry, prefix: str, connection: ConnectionType, target: str) -> None:
    new = f"New{target}Input"
    if new not in registry:
        registry.input(
            new,
            "A new element of one of these types. / Nový prvek jednoho z těchto typů.",
            [Argument(e.singular, f"{e.label}CreateInput", described(e.doc)) for e in types.members(target)],
            one_of=True,
        )
    registry.input(
        f"{prefix}Input",
        types.connection_doc(connection),
        [
            Argument("create", new, "The new element at the other end. / Nový prvek na druhém konci."),
            Argument("connect", "ID", "Or the id of one that is there. / Nebo id stávajícího prvku."),
            *_written(SCHEMA.properties_of_connection(connection)),
        ],
    )


def _connection_inputs(registry: Registry) -> None:
    plain = "A connection without properties of its own. / Spojení bez vlastních vlastností."
    registry.input("PlainConnectionInput", plain, [*_ENDS, *_written(SCHEMA.connection_common)])
    for connection in SCHEMA.connections:
        if connection.properties:
            properties = _written(SCHEMA.properties_of_connection(connection))
            registry.input(_ends_input(connection), described(connection.doc), [*_ENDS, *properties])
    registry.input(
        "ConnectionInput",
        "A connection of one of these types. / Spojení jednoho z těchto typů.",
        [
            Argument(name, _ends_input(SCHEMA.by_type[type_]), described(SCHEMA.by_type[type_].doc))
            for name, type_ in CONNECTION_FIELDS.items()
        ],
        one_of=True,
    )
    registry.enum(
        "ConnectionType",
        "A type of connection. / Typ spojení.",
        {connection.type: connection.type for connection in SCHEMA.connections},
    )


def _ends_input(connection: ConnectionType) -> str:
    return f"{types.own_name(connection) or 'Plain'}ConnectionInput"


def _plain_inputs(registry: Registry) -> None:
    registry.input(
        "PointInput",
        "A place on Earth in degrees (WGS 84). / Poloha ve stupních (WGS 84).",
        [
            Argument("latitude", "Float!", "Degrees north. / Stupně severní šířky."),
            Argument("longitude", "Float!", "Degrees east. / Stupně východní délky."),
        ],
    )
    registry.input(
        "DeleteInput",
        "An element to delete with all its connections. / Prvek ke smazání se všemi spojeními.",
        [Argument("id", "ID!", "Its id. / Jeho id."), _IF_VERSION],
    )
    registry.input(
        "DisconnectInput",
        "A connection to delete. / Spojení ke smazání.",
        [
            Argument("link", "ConnectionType!", "Its type. / Jeho typ."),
            *_ENDS,
            Argument("id", "ID", "Its own id, if several run in parallel. / Vlastní id, běží-li jich víc."),
        ],
    )


# ---------------------------------------------------------------------------------------------------- what comes back


def _outcome(registry: Registry) -> None:
    registry.enum(
        "WriteStatus",
        "What a command came to. / Jak příkaz dopadl.",
        {status.upper(): status.upper() for status in ("applied", "proposed", "unchanged")},
    )
    registry.object(
        "WriteOutcome",
        "What one command of a batch came to. / Jak dopadl jeden příkaz dávky.",
        {
            "status": Field(
                "WriteStatus!", "Written, waiting for a reviewer, or nothing to do. / Zapsáno, navrženo, beze změny."
            ),
            "action": Field("ChangeAction", "What was done. / Co se stalo."),
            "subject": Field("ChangeSubject!", "The element or connection. / Prvek nebo spojení."),
            "sequence": Field("Int", "Number of the change in the log. / Číslo změny v záznamu."),
            "version": Field("Int", "Version of the element afterwards. / Verze prvku potom."),
        },
    )


def _payload(registry: Registry, name: str, target: str) -> None:
    registry.object(
        name,
        "What a batch came to: all of it, or errors and nothing. / Jak dávka dopadla: celá, nebo vůbec.",
        {
            "clientMutationId": Field("String", "As it was sent. / Jak bylo posláno."),
            "outcomes": Field("[WriteOutcome!]!", "One for each command. / Ke každému příkazu."),
            "elements": Field(f"[{target}]!", "The elements afterwards; null what is gone. / Prvky potom."),
            "errors": Field("[WriteError!]!", "All that stands in the way. / Vše, co zápisu brání."),
        },
    )


# -------------------------------------------------------------------------------------------------------- root fields


def fields() -> dict[str, Field]:
    """The root fields."""
    batches = {
        "deleteElements": ("DeleteInput", "Deletes elements with all their connections. / Smaže prvky i se spojeními."),
        "connect": ("ConnectionInput", "Connects elements; a connection that is there is updated. / Spojí prvky."),
        "updateConnections": ("ConnectionInput", "Changes connections that are there. / Změní stávající spojení."),
        "disconnect": ("DisconnectInput", "Deletes connections. / Smaže spojení."),
    }
    accept = Argument("accept", "Boolean!", "Whether to do it. / Zda ji provést.")
    return {
        **dict(_element_fields()),
        **{name: _batch("WritePayload", input_, doc) for name, (input_, doc) in batches.items()},
        "review": Field("WritePayload", "Decides on a proposal. / Rozhodne o návrhu.", [_SEQUENCE, accept, _NOTE]),
        "undo": Field("UndoPayload", "Reverses a change. / Vrátí změnu.", [_SEQUENCE, _NOTE]),
    }


def _element_fields() -> Iterator[tuple[str, Field]]:
    for element in SCHEMA.elements:
        for verb, input_ in (("create", "CreateInput"), ("update", "UpdateInput")):
            field = _batch(f"{element.label}WritePayload", f"{element.label}{input_}", described(element.doc))
            yield f"{verb}{plural(element)}", field


def _batch(payload: str, input_: str, doc: str) -> Field:
    commands = Argument("input", f"[{input_}!]!", f"From 1 to {LARGEST}, all or nothing. / Vše, nebo nic.")
    return Field(payload, doc, [commands, _MUTATION_ID])
