"""Root fields that Python answers; the elements in their rows are read by one statement.

A row is a plain object in which elements are ids. What a client selects of those is compiled like any other read, and put
in the place of the ids.
"""

import asyncio
from collections.abc import Callable, Coroutine, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from graph.contract.operation import Operation
from graph.reading.decoding import made
from graph.reading.read import Statement
from graph.reading.selection import Fields, Reference, Referred, RowField
from graph.store import Store

Row = Mapping[str, Any]
"""A plain object of an answer: values, ids of elements, and lists and objects of these."""

Elements = Sequence[Sequence[object]]
"""Of each element, what is selected at each place that refers to it."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A root field: the operation that answers it, what is selected of its rows, the elements they refer to by ``p0``."""

    operation: Operation
    fields: tuple[RowField, ...]
    many: bool
    referred: Referred | None


class Together:
    """Answers that are being made; whoever wants the same meanwhile waits for the same."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, asyncio.Task[object]] = {}

    async def made(self, key: Hashable, make: Callable[[], Coroutine[object, object, object]]) -> object:
        """What is made under a key, which has to tell all that it depends on, and since when it has to be true."""
        if (making := self._under_way.get(key)) is None:
            making = self._under_way[key] = asyncio.create_task(make())
            making.add_done_callback(lambda _: self._under_way.pop(key))
        return await asyncio.shield(making)


async def selected(
    computed: Computed,
    rows: object,
    store: Store,
    statement: Statement | None,
    parameters: Mapping[str, object],
) -> object:
    """What is selected of the rows; ``parameters`` are those of the statement but the ids."""
    if rows is None:
        return None
    found: dict[str, Sequence[object]] = {}
    listed = cast("Sequence[Row]", rows if computed.many else [rows])
    ids = sorted({id_ for row in listed for id_ in _ids(computed.fields, row)})
    if statement and ids:
        read = await _read(store, statement, {**parameters, "p0": ids}, computed.operation.field)
        found = dict(zip(ids, read, strict=True))
    answers = [made(computed.fields, row, found) for row in listed]
    return answers if computed.many else answers[0]


async def _read(store: Store, statement: Statement, given: Mapping[str, object], name: str) -> Elements:
    raw = await store.read(statement.text, given, name=name)
    elements: Elements = await store.work(lambda: statement.whole(list(map(statement.row, raw))))
    return elements


def _ids(fields: tuple[RowField, ...], row: Row) -> Iterator[str]:
    for field in fields:
        if not isinstance(field, Reference | Fields):
            continue
        value = row.get(field.name)
        values = value or () if field.many else [value]
        if isinstance(field, Reference):
            yield from (id_ for id_ in values if id_ is not None)
        else:
            yield from (id_ for inner in values if inner is not None for id_ in _ids(field.fields, inner))
