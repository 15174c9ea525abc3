"""``spojenci cypher``: a statement of one's own, on the analysts' twin of the map."""

import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import orjson
import typer

from cli import output
from cli.session import read_settings, with_graph
from graph.access import OPERATOR
from graph.analysts import gate
from graph.analysts.statements import Statement, Statements
from graph.analysts.twin import Twin
from graph.errors import BadInput
from graph.progress import Progress
from graph.store import Store

WAIT = 600.0
"""Seconds that the command waits for the twin to be filled."""


class Format(StrEnum):
    """How an answer is printed: for people, or as the service sends it."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    GRAPH = "graph"
    ARROW = "arrow"


def cypher(
    query: Annotated[str | None, typer.Argument(help="A statement that reads; - or none reads it from stdin.")] = None,
    file: Annotated[Path | None, typer.Option(help="File that holds the statement.")] = None,
    param: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="A parameter; the value is JSON, else a text.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How the answer is printed.")] = Format.TABLE,
    plan: Annotated[bool, typer.Option("--plan", help="Tell the plan and its dbHits as well.")] = False,
) -> None:
    """Run a statement in Cypher on the analysts' copy of the map, which holds what a reader sees."""
    text, parameters = _text(query, file), _parameters(param or [])
    gate.checked(text)  # a Neo4j that has to be started first takes seconds
    sent = format.value if format is not Format.TABLE else "json"
    statement = Statement(text, parameters, OPERATOR.name, uuid4().hex, sent, profiled=plan)
    answer = _run(statement)
    if format is Format.TABLE:
        _show(orjson.loads(answer))
    else:
        sys.stdout.buffer.write(answer + b"\n" if format in (Format.JSON, Format.GRAPH) else answer)
    if statement.fetched.truncated:
        output.warn(f"there is more: only the first {statement.fetched.rows:,} rows were fetched")


def _text(query: str | None, file: Path | None) -> str:
    if query not in (None, "-") and file:
        raise BadInput("The statement stands in the argument or in a file, not in both.", place="query")
    if file:
        try:
            return file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(
                f"{file} cannot be read: {getattr(error, 'strerror', 'it is no text')}", place="file"
            ) from None
    return sys.stdin.read() if query in (None, "-") else str(query)


def _parameters(pairs: Sequence[str]) -> dict[str, object]:
    """Parameters as typed. Raises BadInput."""
    given: dict[str, object] = {}
    for pair in pairs:
        name, found, value = pair.partition("=")
        if not found or not name:
            raise BadInput(f"{pair!r} is no parameter; write --param name=value.", place="param")
        try:
            given[name] = json.loads(value)
        except ValueError:
            given[name] = value
    return given


def _run(statement: Statement) -> bytes:
    settings = read_settings()

    async def ask(store: Store, progress: Progress) -> bytes:
        async with Twin(settings, store) as twin, Statements(twin) as statements:
            progress("Filling the analysts' database", None)
            await twin.store(WAIT)
            async with aclosing(statements.run(statement)) as parts:
                return b"".join([part async for part in parts])

    return with_graph(ask, settings=settings, asks=True)


def _show(answer: Mapping[str, object]) -> None:
    columns, rows = answer["columns"], answer["rows"]
    assert isinstance(columns, list)
    assert isinstance(rows, list)
    output.table(columns, [[_named(value) for value in row] for row in rows])
    if isinstance(plan := answer.get("plan"), dict):
        output.say(f"{answer['dbHits']:,} dbHits")
        _show_plan(plan, 0)


def _named(value: object) -> object:
    """A value for people: of a node its name, with its id beside it."""
    match value:
        case {"labels": [*labels], "properties": {**properties}}:
            name, id_ = properties.get("name"), properties.get("id")
            return f"{name} ({id_})" if name and id_ else name or id_ or ":".join(map(str, labels))
        case {"type": str(type_), "startNodeElementId": _}:
            return f":{type_}"
        case {"nodes": [*nodes], "relationships": [*relationships]}:
            steps = [part for pair in zip(nodes, [*relationships, None], strict=False) for part in pair if part]
            return " – ".join(str(_named(step)) for step in steps)
        case list():
            return [_named(item) for item in value]
        case dict():
            return {key: _named(item) for key, item in value.items()}
    return value


def _show_plan(step: Mapping[str, object], depth: int) -> None:
    hits = step["dbHits"] or 0
    output.say(f"{'  ' * depth}{step['operator']}  {step['details']}  ({step['rows']} rows, {hits} dbHits)")
    children = step["children"]
    assert isinstance(children, list)
    for child in children:
        _show_plan(child, depth + 1)
