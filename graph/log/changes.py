"""The log of changes: every write, by whatever door, is one ``Change`` in it. History, feed and audit read it.

The numbers of changes have no gaps and grow in the order of commits, for writers take turns. A change holds its records
in parts: as JSON, compressed where it is long. So an import of any size costs a few nodes.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

import orjson

from graph import access
from graph.access import Author, Viewer
from graph.model import Property, Schema
from graph.questions.named import CHANGES
from graph.records import Action, ElementSubject, Record, Subject, record, touched
from graph.store import Store, Transaction, from_neo4j

PART = 500
"""Records in a part."""

PACKED = 2000
"""Bytes from which a part is compressed."""

PARTS = 8
"""Parts read at once."""

CHANGES_READ = 500
"""Changes read at once; those that a filter leaves out cost little."""

SCANNED = 40
"""Parts that one call reads at most before it answers with what it has, and where to go on."""


class Position(NamedTuple):
    """A place in the log: right after the record ``number`` (from 1) of the change ``sequence`` (from 1)."""

    sequence: int
    number: int


BEGINNING = Position(0, 0)
END = Position(2**62, 0)


@dataclass(frozen=True, slots=True)
class Change:
    """One write: when, by whom, by which door and why. ``refers`` is the change that it undoes or accepts."""

    sequence: int
    at: str
    by: str
    role: str
    door: str
    reason: str
    status: str
    note: str | None
    key: str | None
    refers: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of the log with the change it belongs to, as a viewer may see it."""

    change: Change
    number: int
    action: Action
    subject: Subject
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    version: int | None

    @property
    def position(self) -> Position:
        """Where it stands in the log; reading after it goes on with the next one."""
        return Position(self.change.sequence, self.number)


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, the position to go on from, and whether there is more to read now.

    A page can be shorter than asked for, even empty, while there is more: much was read that is not for the viewer.
    """

    entries: list[Entry]
    end: Position
    more: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries are wanted; None is any. ``types`` are labels and connection types, ``touching`` ids of elements."""

    types: frozenset[str] | None = None
    actions: frozenset[Action] | None = None
    touching: frozenset[str] | None = None
    by: frozenset[str] | None = None
    doors: frozenset[str] | None = None
    reasons: frozenset[str] | None = None
    statuses: frozenset[str] = frozenset({"applied"})

    def parameters(self) -> dict[str, Any]:
        """What the database can judge by, for ``page.cypher``."""
        lists = {"statuses": self.statuses, "by": self.by, "doors": self.doors, "reasons": self.reasons}
        return {name: None if values is None else sorted(values) for name, values in lists.items()}

    def wants(self, change: Change, record: Record) -> bool:
        """Whether a record passes."""
        subject = record.subject
        type_ = subject.label if isinstance(subject, ElementSubject) else subject.type
        return (
            change.status in self.statuses
            and (self.by is None or change.by in self.by)
            and (self.doors is None or change.door in self.doors)
            and (self.reasons is None or change.reason in self.reasons)
            and (self.actions is None or record.action in self.actions)
            and (self.types is None or type_ in self.types)
            and (self.touching is None or not self.touching.isdisjoint(subject.touches))
        )


EVERYTHING = Filter()
"""Whatever was applied."""


# Writing --------------------------------------------------------------------------------------------------------------


class Log:
    """The log within one transaction of a writer: take the turn, add records, close. ``at`` is the time of all of it."""

    def __init__(self, transaction: Transaction, sequence: int, at: str) -> None:
        self._transaction = transaction
        self._count = 0
        self.sequence = sequence
        self.at = at

    @classmethod
    async def open(cls, transaction: Transaction) -> "Log":
        """Wait for the turn. Without a record and :meth:`close`, nothing is written."""
        [[sequence, at]] = await transaction.run(CHANGES["take_turn"].text)
        return cls(transaction, sequence, at)

    async def add(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Write some records, each as of :meth:`~graph.records.Record.data`; more may follow."""
        await self._write(records, {})

    async def close(
        self,
        author: Author,
        records: Iterable[Mapping[str, Any]] = (),
        **properties: Any,
    ) -> int:
        """Write the last records and whose change it is; the number of the change."""
        await self._write(
            records,
            {
                "by": author.viewer.name,
                "role": author.viewer.role,
                "door": author.door,
                "reason": author.reason,
                "note": author.note,
                "status": "applied",
            }
            | properties,
        )
        return self.sequence

    @property
    def empty(self) -> bool:
        """Whether no record was added."""
        return self._count == 0

    async def _write(self, records: Iterable[Mapping[str, Any]], change: dict[str, Any]) -> None:
        parts = list(self._parts(iter(records)))
        if change:
            change["records"] = self._count
        await self._transaction.send(
            CHANGES["write"].text, {"sequence": self.sequence, "at": self.at, "change": change, "parts": parts}
        )

    def _parts(self, records: Iterator[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        while some := list(islice(records, PART)):
            number = self._count + 1
            self._count += len(some)
            yield {
                "number": number,
                "last": self._count,
                "touches": _joined(dict.fromkeys(touched(some))),
                "records": _packed(orjson.dumps(some)),
            }


def _joined(ids: Iterable[str]) -> str:
    """Ids as one text for an index that splits it at blanks; no id has a no-break space, which is not printable."""
    return "\n".join(ids).replace(" ", "\N{NO-BREAK SPACE}")


def _packed(text: bytes) -> str | bytes:
    return text.decode() if len(text) < PACKED else zlib.compress(text, 1)


def _unpacked(stored: str | bytes) -> list[Record]:
    return [record(data) for data in _loaded(stored)]


def _loaded(stored: str | bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = orjson.loads(stored if isinstance(stored, str) else zlib.decompress(stored))
    return found


# Reading --------------------------------------------------------------------------------------------------------------


async def latest(store: Store) -> Position:
    """The position after the last change."""
    while True:
        [[sequence, count]] = await store.read(CHANGES["latest"].text, name="latest_change")
        if count is not None:
            return Position(sequence, count)


async def changes(
    store: Store,
    schema: Schema,
    viewer: Viewer,
    *,
    after: Position = BEGINNING,
    filter: Filter = EVERYTHING,
    first: int = 100,
) -> Page:
    """Entries in the order they were written, from a position on, as far as the viewer may see them."""
    entries: list[Entry] = []
    end, more, scanned = after, True, 0
    while more and len(entries) < first and scanned < SCANNED:
        block = await read_block(store, end, filter)
        for entry in await visible(store, schema, viewer, block.records, filter):
            entries.append(entry)
            if len(entries) == first:
                return Page(entries, entry.position, more=True)
        end, more, scanned = block.end, block.more, scanned + PARTS
    return Page(entries, end, more)


Numbered = tuple[Change, int, Record]
"""A record with the change it belongs to and its number in it."""


@dataclass(frozen=True, slots=True)
class Block:
    """What one read of the log found, and where to go on."""

    records: list[Numbered]
    end: Position
    more: bool


async def read_block(store: Store, after: Position, filter: Filter = EVERYTHING) -> Block:
    """The next few parts of the log, whoever may see them."""
    parameters = {**after._asdict(), "filter": filter.parameters(), "changes": CHANGES_READ, "parts": PARTS}
    [[looked, last, count, parts]] = await store.read(CHANGES["page"].text, parameters, name="changes")
    found: list[Numbered] = []
    for properties, number, stored in parts:
        change = _change(properties)
        records = enumerate(_unpacked(stored), number)
        found += ((change, n, r) for n, r in records if Position(change.sequence, n) > after)
    if len(parts) == PARTS:
        return Block(found, Position(found[-1][0].sequence, found[-1][1]), more=True)
    return Block(found, Position(last, count) if looked else after, more=looked == CHANGES_READ)


async def history(
    store: Store,
    schema: Schema,
    viewer: Viewer,
    element: str,
    *,
    before: Position = END,
    first: int = 100,
    statuses: frozenset[str] = EVERYTHING.statuses,
) -> Page:
    """Entries about an element and its connections, the latest first, from a position back.

    Nothing for an element that does not exist or that the viewer may not see.
    """
    wanted = Filter(touching=frozenset({element}), statuses=statuses)
    entries: list[Entry] = []
    end, more, scanned = before, True, 0
    while more and scanned < SCANNED:
        parameters = {"query": _quoted(element), **end._asdict(), "statuses": sorted(statuses), "parts": PARTS}
        rows = await store.read(CHANGES["history"].text, parameters, name="history")
        for properties, number, stored in rows:
            change = _change(properties)
            records = _about(element, change, number, stored, before)
            entries += await visible(store, schema, viewer, records, wanted)
            if len(entries) > first:
                return _cut(entries, first, before)
            end = Position(change.sequence, number)
        more, scanned = len(rows) == PARTS, scanned + PARTS
    return Page(entries, end, more)


def history_of(
    schema: Schema, viewer: Viewer, element: str, parts: Sequence[Sequence[Any]], *, before: Position, first: int
) -> Page:
    """As :func:`history`, from parts that touch an element that the viewer may see, the latest first.

    Each is a list: properties of the change, number of its first record, records, and of the elements that it touches
    pairs of id and visibility of those that are hidden. ``more`` is whether entries follow in these parts.
    """
    wanted = Filter(touching=frozenset({element}))
    entries: list[Entry] = []
    end = before
    for properties, number, stored, hidden in parts:
        change = _change(properties)
        entries += shown(schema, viewer, _about(element, change, number, stored, before), wanted, dict(hidden))
        if len(entries) > first:
            return _cut(entries, first, before)
        end = Position(change.sequence, number)
    return Page(entries, end, more=False)


def _about(element: str, change: Change, number: int, stored: str | bytes, before: Position) -> list[Numbered]:
    """The records of a part about an element that stand before a position, the latest first; the others stay JSON."""
    numbered = [(n, data) for n, data in enumerate(_loaded(stored), number) if element in touched((data,))]
    return [(change, n, record(data)) for n, data in reversed(numbered) if Position(change.sequence, n) < before]


def _cut(entries: list[Entry], first: int, begin: Position) -> Page:
    return Page(entries[:first], entries[first - 1].position if first else begin, more=True)


def _quoted(id_: str) -> str:
    """An id as a term of Lucene's query language."""
    escaped = _joined((id_,)).replace("\\", "\\\\").replace('"', '\\"')
    return f'touches:"{escaped}"'


async def visible(
    store: Store,
    schema: Schema,
    viewer: Viewer,
    records: Sequence[Numbered],
    filter: Filter = EVERYTHING,
) -> list[Entry]:
    """Those records that are wanted and that a viewer may see, without the properties they may not see."""
    wanted = [item for item in records if filter.wants(item[0], item[2])]
    hidden = {} if access.decides(viewer) else await hidden_now(store, wanted)
    return shown(schema, viewer, wanted, filter, hidden)


async def hidden_now(store: Store, records: Sequence[Numbered]) -> dict[str, str]:
    """The visibility of each element in these records that not everybody may see now."""
    ids = {id_ for _, _, record in records for id_ in record.subject.touches}
    if not ids:
        return {}
    return dict(await store.read(CHANGES["hidden"].text, {"ids": sorted(ids)}, name="hidden"))


def shown(
    schema: Schema, viewer: Viewer, records: Iterable[Numbered], filter: Filter, hidden: Mapping[str, str]
) -> list[Entry]:
    """As :func:`visible`, with what is hidden now known.

    What decides is the visibility at the time of the record and that of the elements now, of a connection both ends.
    """
    form = _Shown(schema, viewer)
    entries = (
        form.entry(change, number, record)
        for change, number, record in records
        if filter.wants(change, record)
        and access.sees(viewer, record.visibility)
        and access.sees_change(viewer, change.status, change.by)
        and all(access.sees(viewer, hidden.get(id_)) for id_ in record.subject.touches)
    )
    return [entry for entry in entries if entry is not None]


class _Shown:
    """Entries for a viewer, without the properties that they may not read."""

    def __init__(self, schema: Schema, viewer: Viewer) -> None:
        self._hidden = {
            **{e.label: _names_hidden(viewer, schema.properties_of(e)) for e in schema.elements},
            **{c.type: _names_hidden(viewer, schema.properties_of_connection(c)) for c in schema.connections},
        }

    def entry(self, change: Change, number: int, record: Record) -> Entry | None:
        subject = record.subject
        hidden = self._hidden.get(subject.label if isinstance(subject, ElementSubject) else subject.type, frozenset())
        before = {name: value for name, value in record.before.items() if name not in hidden}
        after = {name: value for name, value in record.after.items() if name not in hidden}
        if record.action is Action.UPDATED and not before and not after:
            return None
        return Entry(change, number, record.action, subject, before, after, record.version)


def _names_hidden(viewer: Viewer, declared: Iterable[Property]) -> frozenset[str]:
    return frozenset(p.name for p in declared if not access.readable(viewer, p))


# One change -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that waits for a reviewer: what it would do, as the viewer may see it."""

    change: Change
    entries: list[Entry] = field(default_factory=list)


async def proposals(store: Store, schema: Schema, viewer: Viewer, *, after: int = 0, first: int = 50) -> list[Proposal]:
    """Open proposals, the oldest first: all of them for reviewers, their own for contributors, none for others."""
    if viewer.role is None:
        return []
    by = None if access.decides(viewer) else viewer.name
    rows = await store.read(CHANGES["proposals"].text, {"by": by, "after": after, "first": first}, name="proposals")
    wanted = Filter(statuses=frozenset({"proposed"}))
    found = []
    for properties, parts in rows:
        change = _change(properties)
        records = [(change, n, r) for number, stored in parts for n, r in enumerate(_unpacked(stored), number)]
        found.append(Proposal(change, await visible(store, schema, viewer, records, wanted)))
    return found


async def one(transaction: Transaction, sequence: int) -> tuple[dict[str, Any], list[Record]] | None:
    """The properties of a change and all its records, None if there is none of this number."""
    rows = await transaction.run(CHANGES["change"].text, {"sequence": sequence})
    if not rows:
        return None
    return rows[0][0], [record for _, _, stored in rows if stored is not None for record in _unpacked(stored)]


def _change(properties: Mapping[str, Any]) -> Change:
    return Change(
        properties["sequence"],
        from_neo4j(properties["at"]),
        properties["by"],
        properties["role"],
        properties["door"],
        properties["reason"],
        properties["status"],
        properties.get("note"),
        properties.get("key"),
        properties.get("refers"),
    )
