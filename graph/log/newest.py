"""Writes for people to look through: the newest first, each as a whole."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.access import Viewer, decides
from graph.log import changes
from graph.log.changes import Change, Entry, Filter, LoggedRecord, Position, change_of, logged, read_block, visible
from graph.log.stored import StoredChange
from graph.model import Schema
from graph.questions.named import CHANGES
from graph.records import ElementSubject
from graph.store import Store

SHOWN = 5
"""Entries of a write that are told with it."""


@dataclass(frozen=True, slots=True)
class Write:
    """One write: the change, how many records it has, and the first few of them."""

    change: Change
    records: int
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Between:
    """Times, as ISO 8601 has them with zone: not before the one, before the other."""

    begin: str | None = None
    end: str | None = None


async def newest(
    store: Store,
    schema: Schema,
    viewer: Viewer,
    filter: Filter,
    between: Between,
    *,
    sources: Sequence[str] | None = None,
    before: int,
    first: int,
) -> list[Write]:
    """Writes with smaller numbers than ``before``, perhaps of some sources: all for reviewers, their own for others."""
    if not decides(viewer):
        filter = replace(filter, by=frozenset({viewer.name}))
    wanted = {**filter.parameters(), "from": between.begin, "to": between.end, "sources": sources}
    [[rows]] = await store.read(CHANGES["newest"].text, {"before": before, "first": first, "filter": wanted})
    found = await asyncio.to_thread(lambda: [_first(properties, parts) for properties, parts in rows])
    records = [each for _, _, some in found for each in some]
    entries = await visible(store, schema, viewer, records, Filter(statuses=changes.STATUSES))
    by_write: dict[int, list[Entry]] = {}
    for entry in entries:
        by_write.setdefault(entry.change.sequence, []).append(entry)
    return [Write(change, count, by_write.get(change.sequence, [])) for change, count, _ in found]


def _first(
    properties: StoredChange, parts: Sequence[tuple[int, str | bytes]]
) -> tuple[Change, int, list[LoggedRecord]]:
    change = change_of(properties)
    records = [each for number, stored in parts for each in logged(change, number, stored)]
    return change, properties["records"], records[:SHOWN]


async def elements_of(store: Store, schema: Schema, viewer: Viewer, sequence: int) -> frozenset[str]:
    """The ids of the elements that one write made, changed or deleted, as far as a viewer may see it."""
    entries, _ = await of_write(store, schema, viewer, sequence, after=0, first=sys.maxsize)
    return frozenset(each.subject.id for each in entries if isinstance(each.subject, ElementSubject))


async def of_write(
    store: Store, schema: Schema, viewer: Viewer, sequence: int, *, after: int, first: int
) -> tuple[list[Entry], bool]:
    """The entries of one write after one of its records, as far as a viewer may see it, and whether there are more."""
    filter_ = Filter(statuses=changes.STATUSES)
    entries: list[Entry] = []
    position = Position(sequence, after)
    while len(entries) <= first:
        block = await read_block(store, position, filter_)
        own = [each for each in block.records if each.change.sequence == sequence]
        entries += await visible(store, schema, viewer, own, filter_)
        position = block.end
        if not block.more or position.sequence != sequence:
            break
    return entries[:first], len(entries) > first
