"""From the inputs of mutations to commands: create and update each type, delete, connect, disconnect, decide.

A field takes a batch and writes all of it or nothing. What stands in the way comes back as ``errors``, each with the
path of the value in the field's arguments.
"""

from collections.abc import Sequence
from dataclasses import replace

from api.graphql.computed import Context, Source
from api.graphql.windows import Arguments
from api.graphql.write_types import CONNECTION_FIELDS, LARGEST, plural
from graph.access import Author, Door
from graph.errors import Conflict, NotFound, Path, Refusal, WriteRefused
from graph.reading.sides import sides
from graph.schema import SCHEMA
from graph.writing import write
from graph.writing.commands import Command, Connect, Create, Delete, Disconnect, Nested, Update, UpdateConnection

# -------------------------------------------------------------------------------------------------- from input to commands


def _create(label: str, given: Arguments, path: Path) -> Create:
    known = sides(SCHEMA.by_label[label])
    properties = {name: value for name, value in given.items() if name not in known}
    connections = {
        name: [_nested(each, (*path, name, number)) for number, each in enumerate(value or ())]
        for name, value in given.items()
        if name in known
    }
    return Create(label, properties, connections, path)


def _nested(given: Arguments, path: Path) -> Nested:
    own = {name: value for name, value in given.items() if name not in ("create", "connect", "id")}
    create = _nested_create(given.get("create"), (*path, "create"))
    return Nested(create, given.get("connect"), given.get("id"), own)


def _nested_create(given: Arguments | None, path: Path) -> Create | None:
    if given is None:
        return None
    [(name, properties)] = given.items()
    return _create(_SINGULAR[name], properties, (*path, name))


def _update(label: str, given: Arguments, path: Path) -> Update:
    properties = {name: value for name, value in given.items() if name not in ("id", "ifVersion")}
    return Update(given["id"], properties, given.get("ifVersion"), label, path)


def _connection(kind: type[Connect] | type[UpdateConnection], given: Arguments, path: Path) -> Command:
    [(name, ends)] = given.items()
    properties = {key: value for key, value in ends.items() if key not in ("from", "to", "id")}
    return kind(CONNECTION_FIELDS[name], ends["from"], ends["to"], ends.get("id"), properties, (*path, name))


def _disconnect(given: Arguments, path: Path) -> Command:
    return Disconnect(given["link"], given["from"], given["to"], given.get("id"), path)


# ----------------------------------------------------------------------------------------------------------- the sources


async def _written(asked: Context, given: Arguments, commands: Sequence[Command]) -> dict[str, object]:
    mutation_id = given.get("clientMutationId")
    author = Author(asked.viewer, Door.GRAPHQL)
    known = {"clientMutationId": mutation_id}
    if not 0 < len(commands) <= LARGEST:
        message = f"give from 1 to {LARGEST} of them; larger sets of data are imported"
        return known | refused([Refusal(("input",), message)])
    try:
        outcomes = await write.write(asked.store, SCHEMA, commands, author, key=mutation_id or asked.key)
    except WriteRefused as error:
        return known | refused(error.problems)
    return known | _done(outcomes)


def _done(outcomes: Sequence[write.Outcome]) -> dict[str, object]:
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


def refused(problems: Sequence[Refusal]) -> dict[str, object]:
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
    async def source(asked: Context, given: Arguments) -> dict[str, object]:
        commands = [_create(label, each, ("input", n)) for n, each in enumerate(given["input"])]
        return await _written(asked, given, commands)

    return source


def _update_source(label: str) -> Source:
    async def source(asked: Context, given: Arguments) -> dict[str, object]:
        commands = [_update(label, each, ("input", n)) for n, each in enumerate(given["input"])]
        return await _written(asked, given, commands)

    return source


async def _delete(asked: Context, given: Arguments) -> dict[str, object]:
    each = enumerate(given["input"])
    commands = [Delete(one["id"], one.get("ifVersion"), None, ("input", n)) for n, one in each]
    return await _written(asked, given, commands)


async def _connect(asked: Context, given: Arguments) -> dict[str, object]:
    return await _written(asked, given, [_connection(Connect, e, ("input", n)) for n, e in enumerate(given["input"])])


async def _update_connections(asked: Context, given: Arguments) -> dict[str, object]:
    commands = [_connection(UpdateConnection, each, ("input", n)) for n, each in enumerate(given["input"])]
    return await _written(asked, given, commands)


async def _disconnect_all(asked: Context, given: Arguments) -> dict[str, object]:
    return await _written(asked, given, [_disconnect(each, ("input", n)) for n, each in enumerate(given["input"])])


async def _review(asked: Context, given: Arguments) -> dict[str, object]:
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


async def _undo(asked: Context, given: Arguments) -> dict[str, object]:
    author = replace(Author(asked.viewer, Door.GRAPHQL), note=given.get("note"))
    try:
        sequence = await write.undo(asked.store, SCHEMA, given["sequence"], author)
    except WriteRefused as error:
        return {"sequence": None, **refused(error.problems)}
    except (Conflict, NotFound) as error:
        return {"sequence": None, **refused([Refusal(("sequence",), error.message, error.code)])}
    return {"sequence": sequence, "errors": []}


_SINGULAR = {element.singular: element.label for element in SCHEMA.elements}


SOURCES: dict[str, Source] = {
    **{f"create{plural(element)}": _create_source(element.label) for element in SCHEMA.elements},
    **{f"update{plural(element)}": _update_source(element.label) for element in SCHEMA.elements},
    "deleteElements": _delete,
    "connect": _connect,
    "updateConnections": _update_connections,
    "disconnect": _disconnect_all,
    "review": _review,
    "undo": _undo,
}
