"""Root fields whose rows come from Python: the log, writes, the ranking. Their elements are read by one statement.

A source gives plain objects in which elements are ids. What a client selects of those is compiled like any other
read, and put in the place of the ids.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.access import Viewer
from graph.log.feed import Feed
from graph.ranking.partners import Partners
from graph.reading.decoding import made
from graph.reading.read import Statement
from graph.reading.selection import Fields, Reference, Referred, RowField
from graph.store import Store


@dataclass(frozen=True, slots=True)
class Context:
    """What a source works with: the database, the ranking, the feed of changes, who asks, and what makes a repeated
    write harmless.
    """

    store: Store
    partners: Partners
    feed: Feed
    viewer: Viewer
    key: str | None = None


Source = Callable[[Context, Mapping[str, Any]], Awaitable[Any]]
"""Gives the object, or the list of objects, that a root field is made of; None becomes null."""


Stream = Callable[[Context, Mapping[str, Any]], AsyncGenerator[Any, None]]
"""Gives one object after the other, as it happens: the root field of a subscription."""


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
        answered = await store.read(statement.text, {**parameters, "p0": ids}, name=name, row=statement.row)
        found = dict(zip(ids, statement.whole(answered), strict=True))
    answers = [made(sourced.fields, row, found) for row in listed]
    return answers if sourced.many else answers[0]


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
