"""The log of changes: every write, by whatever door, is one ``Change`` in it. History, feed and audit read it.

The numbers of changes have no gaps and grow in the order of commits, for writers take turns. A change holds its records
in parts, so that an import of any size costs a few nodes.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import orjson

from graph import access
from graph.access import Author, Viewer
from graph.log.stored import StoredChange, packed, touches, unpacked
from graph.model import Property, Schema
from graph.questions.named import CHANGES
from graph.records import Action, Properties, Record, StoredRecord, Subject, record, touched
from graph.said import SOURCES, listed
from graph.store import Store, Transaction
from graph.store.values import from_neo4j

PART = 500
"""Records in a part."""

PARTS = 8
"""Parts read by one statement."""

CHANGES_READ = 500
"""Changes looked at by one statement; those that a filter leaves out cost little."""

TIMEOUT = 3.0
"""Seconds in which the last change is told: who waits for changes asks again soon, on another connection if need be."""

FINISHING, PAUSE = 50, 0.02
"""How often, and with how many seconds between, the last change is looked at whose writer is just finishing."""

SCANNED = 40
"""Parts that one call reads at most; then it answers with the entries that it has, and the position to go on from."""


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
    before: Properties
    after: Properties
    version: int | None
    place: str | None

    @property
    def position(self) -> Position:
        """Where it stands in the log; reading after it goes on with the next one."""
        return Position(self.change.sequence, self.number)


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, the position to go on from, and whether there is more to read now.

    A page can be shorter than asked for, even empty, while there is more: much was read that the viewer may not see.
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

    def parameters(self) -> dict[str, list[str] | None]:
        """The conditions that ``page.cypher`` applies to changes and parts; those on records are left to :meth:`wants`."""
        touching = None if self.touching is None else [touches([id_]) for id_ in self.touching]
        lists = {
            "statuses": self.statuses,
            "by": self.by,
            "doors": self.doors,
            "reasons": self.reasons,
            "types": self.types,
            "touching": touching,
        }
        return {name: None if values is None else sorted(values) for name, values in lists.items()}

    def wants(self, change: Change, record: Record) -> bool:
        """Whether a record of a change passes."""
        subject = record.subject
        return (
            change.status in self.statuses
            and (self.by is None or change.by in self.by)
            and (self.doors is None or change.door in self.doors)
            and (self.reasons is None or change.reason in self.reasons)
            and (self.actions is None or record.action in self.actions)
            and (self.types is None or subject.type in self.types)
            and (self.touching is None or not self.touching.isdisjoint(subject.touches))
        )


STATUSES = frozenset(("applied", "proposed", "accepted", "rejected", "withdrawn", "replaced"))
"""What can become of a change."""

EVERYTHING = Filter()
"""Whatever was applied."""

ANY = Filter(statuses=STATUSES)
"""Whatever was applied, proposed or decided on."""


# Writing --------------------------------------------------------------------------------------------------------------


class Log:
    """The log within the transaction of a writer: wait for the turn, add records, close.

    ``sequence`` is the number of the change that it will be, ``at`` the time of everything in it; ``source`` the source of
    an import.
    """

    def __init__(self, transaction: Transaction, sequence: int, at: str) -> None:
        self._transaction = transaction
        self._count = 0
        self.source: str | None = None
        self.sequence = sequence
        self.at = at

    @classmethod
    async def open(cls, transaction: Transaction) -> "Log":
        """Wait for the turn. Without a record and :meth:`close`, nothing is written."""
        [[sequence, at]] = await transaction.run(CHANGES["take_turn"].text)
        return cls(transaction, sequence, at)

    async def add(self, records: Iterable[StoredRecord]) -> None:
        """Write some records; more may follow."""
        await self._write(records, {})

    async def close(
        self,
        author: Author,
        records: Iterable[StoredRecord] = (),
        **properties: object,
    ) -> int:
        """Write the last records and the properties of the change, and return its number."""
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

    async def _write(self, records: Iterable[StoredRecord], change: dict[str, object]) -> None:
        parts = list(self._parts(iter(records)))
        if not parts and not change:
            return
        if change:
            change["records"] = self._count
        await self._transaction.send(
            CHANGES["write"].text, {"sequence": self.sequence, "at": self.at, "change": change, "parts": parts}
        )

    def _parts(self, records: Iterator[StoredRecord]) -> Iterator[dict[str, object]]:
        while some := list(islice(records, PART)):
            number = self._count + 1
            self._count += len(some)
            yield {
                "number": number,
                "last": self._count,
                "touches": touches(dict.fromkeys(touched(some))),
                "sources": sorted(_sources(some) | ({self.source} if self.source else set())),
                "types": sorted({each["label"] if "label" in each else each["link"] for each in some}),
                "records": packed(some),
            }


def _sources(records: Iterable[StoredRecord]) -> set[str]:
    """The sources that records name."""
    states = (state for each in records for state in (each.get("before"), each.get("after")) if state)
    return {source for state in states for source in listed(state, SOURCES)}


# Reading --------------------------------------------------------------------------------------------------------------


async def latest(store: Store) -> Position:
    """The position after the last change. One that no writer finishes, as its node was deleted by hand, has no records."""
    for _ in range(FINISHING):
        (sequence, count), _ = await store.read_marked(CHANGES["latest"].text, name="latest_change", timeout=TIMEOUT)
        if count is not None:
            return Position(sequence, count)
        await asyncio.sleep(PAUSE)
    return Position(sequence, 0)


async def changes(
    store: Store,
    schema: Schema,
    viewer: Viewer,
    *,
    after: Position = BEGINNING,
    filter: Filter = EVERYTHING,
    first: int = 100,
) -> Page:
    """A page of the log for a viewer: entries after a position, in the order in which they were written."""
    entries: list[Entry] = []
    end, more, scanned, parts = after, True, 0, 1
    while more and len(entries) < first and scanned < SCANNED:
        block = await read_block(store, end, filter, parts)
        entries += await first_visible(store, schema, viewer, block.records, first - len(entries), filter)
        if len(entries) == first:
            return Page(entries, entries[-1].position, more=True)
        end, more, scanned, parts = block.end, block.more, scanned + parts, min(parts * 2, PARTS)
    return Page(entries, end, more)


class LoggedRecord(NamedTuple):
    """A record with the change it belongs to and its number in it."""

    change: Change
    number: int
    record: Record

    @property
    def position(self) -> Position:
        """Where it stands in the log."""
        return Position(self.change.sequence, self.number)


@dataclass(frozen=True, slots=True)
class Block:
    """Records that one read of the log found, the position to go on from, and whether there is more to read now."""

    records: list[LoggedRecord]
    end: Position
    more: bool


async def read_block(store: Store, after: Position, filter: Filter = EVERYTHING, most: int = PARTS) -> Block:
    """The records of the next few parts of the log, for every viewer; of each part at least those that the filter wants."""
    parameters = {**after._asdict(), "filter": filter.parameters(), "changes": CHANGES_READ, "parts": most}
    [[looked, last, count, parts]] = await store.read(CHANGES["page"].text, parameters, name="changes")
    found, end = await store.work(after_position, after, parts, filter.touching)
    if len(parts) == most:
        return Block(found, end, more=True)
    return Block(found, Position(last, count) if looked else after, more=looked == CHANGES_READ)


StoredPart = tuple[StoredChange, int, str | bytes]
"""The properties of a change, the number of the first record of a part of it, and the records of that part."""


def after_position(
    after: Position, parts: Iterable[StoredPart], touching: AbstractSet[str] | None = None
) -> tuple[list[LoggedRecord], Position]:
    """The records of parts that come after a position, perhaps only those that touch some elements; and where they end."""
    found: list[LoggedRecord] = []
    for properties, number, stored in parts:
        change, unpacked_ = change_of(properties), unpacked(stored)
        for n, each in enumerate(unpacked_, number):
            if (change.sequence, n) > after and (touching is None or not touching.isdisjoint(touched((each,)))):
                found.append(LoggedRecord(change, n, record(each)))
        after = max(after, Position(change.sequence, number + len(unpacked_) - 1))
    return found, after


def logged(change: Change, number: int, stored: str | bytes) -> Iterator[LoggedRecord]:
    """The records of a part, the first of which has this number in the change."""
    return (LoggedRecord(change, n, record(each)) for n, each in enumerate(unpacked(stored), number))


async def first_visible(
    store: Store,
    schema: Schema,
    viewer: Viewer,
    records: Sequence[LoggedRecord],
    first: int,
    filter: Filter = EVERYTHING,
) -> list[Entry]:
    """The first entries that :func:`visible` has; what is hidden is asked of as many records as these need."""
    wanted = [each for each in records if filter.wants(each.change, each.record)]
    entries: list[Entry] = []
    begin, size = 0, first
    while begin < len(wanted) and len(entries) < first:
        entries += await visible(store, schema, viewer, wanted[begin : begin + size], filter)
        begin, size = begin + size, PART
    return entries[:first]


async def visible(
    store: Store,
    schema: Schema,
    viewer: Viewer,
    records: Sequence[LoggedRecord],
    filter: Filter = EVERYTHING,
) -> list[Entry]:
    """The entries for a viewer: of the records that are wanted and that the viewer may see."""
    wanted = [each for each in records if filter.wants(each.change, each.record)]
    veils = {} if access.decides(viewer) else await veils_of(store, wanted)
    return await store.work(shown, Redaction(schema, viewer), wanted, filter, veils)


Veil = tuple[str, str, int | None]
"""Of an id that not everybody may see: the visibility, and the change up to which it was that element's, None for now."""

Veils = Mapping[str, Sequence[Veil]]
"""Veils by id."""


async def veils_of(store: Store, records: Sequence[LoggedRecord]) -> Veils:
    """The veils of what records touch."""
    ids = {id_ for each in records for id_ in each.record.subject.touches}
    if not ids:
        return {}
    rows = await store.read(CHANGES["hidden"].text, {"touches": touches(sorted(ids))}, name="hidden")
    return by_id(veil for [veil] in rows)


def by_id(veils: Iterable[Veil]) -> Veils:
    """Veils by the id that they are of."""
    found: dict[str, list[Veil]] = {}
    for veil in veils:
        found.setdefault(veil[0], []).append(veil)
    return found


def sees_record(viewer: Viewer, sequence: int, record: Record, veils: Veils) -> bool:
    """Whether a viewer sees a record of a change of this number.

    They do if they see what had its visibility then, every element that it touches as it is now, and each one that had
    an id of these from then on and was deleted.
    """
    return access.sees(viewer, record.visibility) and all(
        access.sees(viewer, visibility)
        for id_ in record.subject.touches
        for _, visibility, until in veils.get(id_, ())
        if until is None or sequence <= until
    )


def shown(redaction: "Redaction", records: Iterable[LoggedRecord], filter: Filter, veils: Veils) -> list[Entry]:
    """As :func:`visible`, where the veils of what the records touch are known."""
    viewer = redaction.viewer
    entries = (
        redaction.entry(change, number, record)
        for change, number, record in records
        if filter.wants(change, record)
        and access.sees_change(viewer, change.status, change.by)
        and sees_record(viewer, change.sequence, record, veils)
    )
    return [entry for entry in entries if entry is not None]


class Redaction:
    """Makes entries for a viewer, without the properties that the viewer may not see."""

    def __init__(self, schema: Schema, viewer: Viewer) -> None:
        self._schema = schema
        self.viewer = viewer
        self._hidden: dict[str, frozenset[str]] = {}

    def entry(self, change: Change, number: int, record: Record) -> Entry | None:
        """The entry of a record; None for an update of nothing that the viewer may see."""
        hidden = self._hidden_properties(record.subject.type)
        before = {name: value for name, value in record.before.items() if name not in hidden}
        after = {name: value for name, value in record.after.items() if name not in hidden}
        if record.action is Action.UPDATED and not before and not after:
            return None
        return Entry(change, number, record.action, record.subject, before, after, record.version, record.place)

    def _hidden_properties(self, type_: str) -> frozenset[str]:
        if type_ not in self._hidden:
            self._hidden[type_] = frozenset(
                p.name for p in self._declared(type_) if not access.readable(self.viewer, p)
            )
        return self._hidden[type_]

    def _declared(self, type_: str) -> tuple[Property, ...]:
        if element := self._schema.by_label.get(type_):
            return self._schema.properties_of(element)
        connection = self._schema.by_type.get(type_)
        return self._schema.properties_of_connection(connection) if connection else ()


# One change -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that waits for a reviewer, and what it would do, as the viewer may see it."""

    change: Change
    entries: list[Entry] = field(default_factory=list)


def same(records: Iterable[Record], others: Iterable[Record]) -> bool:
    """Whether records would do the same to the same."""
    return _deeds(records) == _deeds(others)


def _deeds(records: Iterable[Record]) -> dict[Subject, bytes]:
    """What records do, in the form of the log; the version of an element also counts what is not in them."""
    return {
        each.subject: orjson.dumps([each.action, each.before, each.after], option=orjson.OPT_SORT_KEYS)
        for each in records
    }


async def proposals(store: Store, schema: Schema, viewer: Viewer, *, after: int = 0, first: int = 50) -> list[Proposal]:
    """Open proposals, the oldest first: all of them for reviewers, their own for contributors, none for others."""
    if viewer.role is None:
        return []
    by = None if access.decides(viewer) else viewer.name
    rows = await store.read(CHANGES["proposals"].text, {"by": by, "after": after, "first": first}, name="proposals")
    wanted = Filter(statuses=frozenset({"proposed"}))
    found = []
    for properties, parts in rows:
        change = change_of(properties)
        records = [each for number, stored in parts for each in logged(change, number, stored)]
        found.append(Proposal(change, await visible(store, schema, viewer, records, wanted)))
    return found


async def one(transaction: Transaction, sequence: int) -> tuple[StoredChange, list[Record]] | None:
    """The properties of a change and all its records, None if there is none of this number."""
    rows = await transaction.run(CHANGES["change"].text, {"sequence": sequence})
    if not rows:
        return None
    return rows[0][0], [record(each) for _, _, stored in rows if stored is not None for each in unpacked(stored)]


def change_of(properties: StoredChange) -> Change:
    """The change that is stored with these properties."""
    return Change(
        properties["sequence"],
        from_neo4j(properties["at"]),
        properties["by"],
        properties["role"],
        properties["door"],
        properties["reason"],
        properties["status"],
        properties.get("note"),
        properties.get("requestKey"),
        properties.get("refers"),
    )
