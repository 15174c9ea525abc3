"""Root fields that Python answers; the elements in their rows are read by one statement.

A row is a plain object in which elements are ids. What a client selects of those is compiled like any other read, and put
in the place of the ids.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from graph.operation import Operation
from graph.reading.decoding import made
from graph.reading.read import Statement
from graph.reading.selection import Fields, Reference, Referred, RowField
from graph.store import Store

Row = Mapping[str, Any]
"""A plain object of an answer: values, ids of elements, and lists and objects of these."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A root field: the operation that answers it, what is selected of its rows, the elements they refer to by ``p0``."""

    operation: Operation
    fields: tuple[RowField, ...]
    many: bool
    referred: Referred | None


async def selected(
    computed: Computed, rows: object, store: Store, statement: Statement | None, parameters: Mapping[str, object]
) -> object:
    """What is selected of the rows; ``parameters`` are those of the statement but the ids."""
    if rows is None:
        return None
    found: dict[str, Sequence[object]] = {}
    listed = cast("Sequence[Row]", rows if computed.many else [rows])
    ids = sorted({id_ for row in listed for id_ in _ids(computed.fields, row)})
    if statement and ids:
        name = computed.operation.field
        raw = await store.read(statement.text, {**parameters, "p0": ids}, name=name)
        decoded = await asyncio.to_thread(lambda: statement.whole(list(map(statement.row, raw))))
        found = dict(zip(ids, decoded, strict=True))
    answers = [made(computed.fields, row, found) for row in listed]
    return answers if computed.many else answers[0]


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
