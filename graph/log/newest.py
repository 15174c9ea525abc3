"""Writes for people to look through: the newest first, each as a whole."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import islice

from graph.access import Viewer, decides
from graph.log import changes
from graph.log.changes import Change, Entry, Filter, LoggedRecord, Position, change_of, first_visible, logged, visible
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
    found = await store.work(lambda: [_first(properties, parts) for properties, parts in rows])
    records = [each for _, _, some in found for each in some]
    entries = await visible(store, schema, viewer, records, changes.ANY)
    by_write: dict[int, list[Entry]] = {}
    for entry in entries:
        by_write.setdefault(entry.change.sequence, []).append(entry)
    return [Write(change, count, by_write.get(change.sequence, [])) for change, count, _ in found]


def _first(
    properties: StoredChange, parts: Sequence[tuple[int, str | bytes]]
) -> tuple[Change, int, list[LoggedRecord]]:
    change = change_of(properties)
    records = (each for number, stored in parts for each in logged(change, number, stored))
    return change, properties["records"], list(islice(records, SHOWN))


async def elements_of(
    store: Store, schema: Schema, viewer: Viewer, sequence: int, among: AbstractSet[str]
) -> frozenset[str]:
    """Which of some elements one write made, changed or deleted, as far as a viewer may see it."""
    filter_ = replace(changes.ANY, types=frozenset(schema.by_label), touching=frozenset(among))
    found: set[str] = set()
    end, more = 0, bool(among)
    while more:
        records, end, more = await _records_of(store, sequence, end, changes.PARTS, filter_)
        entries = await visible(store, schema, viewer, records, filter_)
        found.update(each.subject.id for each in entries if isinstance(each.subject, ElementSubject))
    return frozenset(found)


async def of_write(
    store: Store, schema: Schema, viewer: Viewer, sequence: int, *, after: int, first: int
) -> changes.Page:
    """The entries of one write after one of its records, as far as a viewer may see it."""
    entries: list[Entry] = []
    end, more, scanned = after, True, 0
    while more and len(entries) <= first and scanned < changes.PARTS:
        records, end, more = await _records_of(store, sequence, end, 1, changes.ANY)
        entries += await first_visible(store, schema, viewer, records, first + 1 - len(entries), changes.ANY)
        scanned += 1
    more, shown = more or len(entries) > first, entries[:first]
    # Where what is hidden ends is told only to go on.
    number = end if more and len(entries) <= first else shown[-1].number if shown else after
    return changes.Page(shown, Position(sequence, number), more)


async def _records_of(
    store: Store, sequence: int, after: int, parts: int, filter: Filter
) -> tuple[list[LoggedRecord], int, bool]:
    """The records of a few parts of one write, where they end, and whether there are more."""
    types = None if filter.types is None else sorted(filter.types)
    asked = {"sequence": sequence, "after": after, "types": types, "parts": parts}
    rows = await store.read(CHANGES["parts"].text, asked, name="parts_of_change")
    found, end = await store.work(
        changes.after_position, Position(sequence, after), [part for [part] in rows], filter.touching
    )
    return found, end.number, len(rows) == parts
