"""Root fields whose rows come from Python: the log, writes, the ranking. Their elements are read by one statement.

A source gives plain objects in which elements are ids. What a client selects of those is compiled like any other
read, and put in the place of the ids.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.access import Viewer
from graph.cursors import encode
from graph.explain import sentence
from graph.feed import Feed
from graph.partners import Partners
from graph.read import Statement
from graph.selection import Column, Constant, Referred, Sentence
from graph.store import Store


@dataclass(frozen=True, slots=True)
class Context:
    """What a source works with: the database, the ranking, who asks, and what makes a repeated write harmless."""

    store: Store
    partners: Partners
    viewer: Viewer
    key: str | None = None


Source = Callable[[Context, Mapping[str, Any]], Awaitable[Any]]
"""Gives the object, or the list of objects, that a root field is made of; None becomes null."""


Stream = Callable[[Feed, Viewer, Mapping[str, Any]], AsyncGenerator[Any, None]]
"""Gives one object after the other, as it happens: the root field of a subscription."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An element, or a list of them (``many``), named by id; ``slot`` says which of the selections is its own."""

    key: str
    name: str
    slot: int
    many: bool


@dataclass(frozen=True, slots=True)
class Fields:
    """An object within the object, or a list of them."""

    key: str
    name: str
    fields: tuple["RowField", ...]
    many: bool


RowField = Constant | Column | Sentence | Reference | Fields


@dataclass(frozen=True, slots=True)
class Sourced:
    """A root field: where its rows come from, what is selected of them, and the elements they refer to by ``p0``."""

    source: Source | Stream
    fields: tuple[RowField, ...]
    many: bool
    referred: Referred | None


async def answer(
    sourced: Sourced, rows: Any, store: Store, statement: Statement | None, parameters: Mapping[str, Any], name: str
) -> Any:
    """The answer of a root field made of its source's rows; ``parameters`` are those of the statement but the ids."""
    if rows is None:
        return None
    found: dict[str, Any] = {}
    listed: Sequence[Any] = rows if sourced.many else [rows]
    ids = sorted({id_ for row in listed for id_ in _ids(sourced.fields, row)})
    if statement and ids:
        wire = await store.read(statement.text, {**parameters, "p0": ids}, name=name)
        found = dict(zip(ids, statement.decode(wire[0][0]), strict=True))
    made = [_made(sourced.fields, row, found) for row in listed]
    return made if sourced.many else made[0]


def _ids(fields: tuple[RowField, ...], row: Mapping[str, Any]) -> Iterator[str]:
    for field in fields:
        if not isinstance(field, Reference | Fields):
            continue
        value: Any = row.get(field.name)
        values = value or () if field.many else [value]
        if isinstance(field, Reference):
            yield from (id_ for id_ in values if id_ is not None)
        else:
            yield from (id_ for inner in values if inner is not None for id_ in _ids(field.fields, inner))


def _made(fields: tuple[RowField, ...], row: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    return {field.key: _value(field, row, found) for field in fields}


def _value(field: RowField, row: Mapping[str, Any], found: Mapping[str, Any]) -> Any:
    match field:
        case Constant():
            return field.value
        case Sentence():
            return sentence(row["path"], field.language) if "path" in row else getattr(row["text"], field.language)
        case Column():
            return row.get(field.name)
    value: Any = row.get(field.name)
    one = _referred if isinstance(field, Reference) else _object
    return [one(field, each, found) for each in value] if field.many else one(field, value, found)


def _referred(field: Any, id_: str | None, found: Mapping[str, Any]) -> Any:
    selections = found.get(id_) if id_ is not None else None
    return None if selections is None else selections[field.slot]


def _object(field: Any, row: Mapping[str, Any] | None, found: Mapping[str, Any]) -> Any:
    return None if row is None else _made(field.fields, row, found)


def page(
    edges: list[dict[str, Any]], cursors: list[list[Any]], *, more: bool, earlier: bool, end: list[Any] | None = None
) -> dict[str, Any]:
    """A connection in Relay's sense of edges, each with its cursor's values; ``end`` is the last one's if none is."""
    encoded = [encode(values) for values in cursors]
    last = encoded[-1] if encoded else encode(end) if end else None
    info = {
        "hasNextPage": more,
        "hasPreviousPage": earlier,
        "startCursor": encoded[0] if encoded else None,
        "endCursor": last,
    }
    edges = [{**edge, "cursor": cursor} for edge, cursor in zip(edges, encoded, strict=True)]
    return {"edges": edges, "nodes": [edge["node"] for edge in edges], "pageInfo": info}
