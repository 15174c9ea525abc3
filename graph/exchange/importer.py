"""The one way rows get into the graph: validated whole, all or nothing, harmless to repeat."""

from asyncio import create_task, gather, to_thread
from collections import ChainMap, Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from typing import TypedDict, Unpack

from graph.access import OPERATOR, PUBLIC, Author, Door, narrowest
from graph.errors import BadInput, InvalidFile, Problem
from graph.exchange.differences import MOST, Deleted, Difference, apart, keep
from graph.exchange.old_ids import OldIds
from graph.exchange.seen import Batch, Seen, internal, united
from graph.exchange.sourcing import Origin, Sourcing
from graph.log.changes import Log
from graph.matching.joining import Differing, Match, Verdict, joined
from graph.model import ConnectionType, ElementType, Kind, Property, Schema
from graph.questions.named import WRITES
from graph.records import (
    Action,
    ConnectionSubject,
    ElementSubject,
    Properties,
    StoredRecord,
    Subject,
    is_confirmed,
)
from graph.rows import Notice, Row, Rows
from graph.said import CONFIRMED_AT, SOURCES, listed
from graph.schema import ITEM
from graph.store import Store, Taken, Transaction
from graph.store.values import from_neo4j, in_kinds
from graph.validation import Connection, Element, Validator, covers, extra, text
from graph.writing.around import moved
from graph.writing.circles import circles
from graph.writing.removed import Removed
from graph.writing.taking_back import closed, taken_back
from graph.writing.values import element_row, new_connections, to_neo4j

ANOTHER = (
    "nothing of what a file of this name said before is in this one; name another map apart by its source, or withdraw that "
    "source first"
)

BATCH = 4000
"""Rows a statement. Larger ones gain nothing and cost memory on both sides."""

REMEMBERED = 200_000
"""Elements of the file of which the type is remembered, and whether they are new: what connects new ones needs no look
whether it exists. Connections of further ones are slower."""

PROBLEMS = 1000
"""How many problems and notices a report lists at most; the rest is only counted."""

TIMEOUT = 3600.0
"""Seconds that the transaction of one import may take."""

Progress = Callable[[int], None]
"""Told the number of rows done so far."""


@dataclass
class Counts:
    """What an import did to elements or to connections."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def add(self, created: int, updated: int, total: int) -> None:
        """Count a batch of ``total`` rows."""
        self.created += created
        self.updated += updated
        self.unchanged += total - created - updated

    @property
    def total(self) -> int:
        """All that was read."""
        return self.created + self.updated + self.unchanged


@dataclass
class Report:
    """What an import did, or would do (``dry_run``). ``unmapped`` counts kept properties the model does not know.

    ``refused`` lists what was left out, if the import was not strict, ``matches`` what rows are in the graph already,
    ``changed`` the first of what was created or updated, ``differences`` what stays as people corrected it, and ``deleted`` what
    stays deleted because people did that. ``gone`` is what the ``source`` said when it was imported last and does not say now, and ``removed`` whether it was taken back, but
    that libraries are ``closed``.
    ``names`` are those of elements that ``changed`` and ``gone`` tell of, by id.
    ``sequence`` is the number of the change, to undo it; None where nothing has changed.
    """

    elements: Counts = field(default_factory=Counts)
    connections: Counts = field(default_factory=Counts)
    unmapped: Counter[str] = field(default_factory=Counter)
    notices: list[Notice] = field(default_factory=list)
    notice_count: int = 0
    refused: list[Problem] = field(default_factory=list)
    refused_count: int = 0
    matches: Sequence[Match] = ()
    changed: list[tuple[str, StoredRecord]] = field(default_factory=list)
    names: Mapping[str, str] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    difference_count: int = 0
    deleted: list[Deleted] = field(default_factory=list)
    deleted_count: int = 0
    source: str | None = None
    gone: list[Subject] = field(default_factory=list)
    removed: bool = False
    closed: bool = False
    dry_run: bool = False
    sequence: int | None = None

    def tell(self, changed: Iterable[tuple[str, StoredRecord]]) -> None:
        """List some of what is created and updated, each with its place in the file."""
        self.changed += islice(changed, PROBLEMS - len(self.changed))


Seal = Callable[[Transaction, int | None], Awaitable[object]]
"""Called with the number of the change, if there is one, right before an import is committed; what it raises takes it back."""

BY_OPERATOR = Author(OPERATOR, Door.CLI, "import")
"""Whose change an import is, unless its caller says otherwise."""


class Loading(TypedDict, total=False):
    """How rows are imported: see ``load``."""

    author: Author
    dry_run: bool
    strict: bool
    origin: Origin | None
    remove_gone: bool
    close_gone: bool
    progress: Progress | None
    seal: Seal | None


_Given = Row | Notice | Problem | Differing

_ENDS = ("id", "from", "to")
"""Where a record has the ids of elements."""


class _NoTrace(Exception):
    """Ends the transaction of a dry run, or of an import that changes nothing, without a trace."""


async def load(
    store: Store,
    schema: Schema,
    rows: Iterable[_Given],
    *,
    author: Author = BY_OPERATOR,
    dry_run: bool = False,
    strict: bool = True,
    origin: Origin | None = None,
    remove_gone: bool = False,
    close_gone: bool = False,
    progress: Progress | None = None,
    seal: Seal | None = None,
) -> Report:
    """Import rows in one transaction, which is one change in the log; none if nothing has changed.

    If ``strict``, one wrong row refuses all of them; else those that are sound are written, and the report lists the
    others. Either way all that is written is written at once.

    Several rows for one element or connection are merged. An element's given properties replace the old ones, null
    clears, absent ones stay. Every row rests on the ``origin`` beside the sources that it names; what that one no
    longer says is listed, and taken back to ``remove_gone``; to ``close_gone``, libraries are
    closed and of the rest connections taken back. What a person corrected stays, and so does what joining found to differ.

    Raises
    ------
    InvalidFile
        With every problem found, in which case nothing was written: of a strict import, or where no row is sound, or
        where only all rows together are wrong, as a circle of broader terms is.
    BadInput
        The rows need more memory than Neo4j may take for one transaction.
    DatabaseUnavailable
        Neo4j does not answer, or another writer was at it for longer than Neo4j lets a statement wait.
    """
    job = _Import(store, schema, dry_run=dry_run, strict=strict, origin=origin)
    try:
        async with store.transaction("import", timeout=TIMEOUT) as transaction:
            log = await Log.open(transaction)
            await job.run(transaction, log, rows, progress or (lambda _: None))
            await job.settle(transaction, log, author, remove=remove_gone, close=close_gone)
            noted = await keep(transaction, job.report.differences, job.agreed, log.at)
            if dry_run or (log.empty and not noted):
                raise _NoTrace
            if not log.empty:
                job.report.sequence = await log.close(author)
            if seal:
                await seal(transaction, job.report.sequence)
    except _NoTrace:
        pass
    except Taken as taken:
        await job.refuse_taken(taken)
        job.judge()
    return job.report


async def load_drawn(
    store: Store, schema: Schema, rows: Rows, verdicts: Sequence[Verdict] = (), **options: Unpack[Loading]
) -> Report:
    """Import the rows of a drawn map, joined with the graph first. Takes and raises what ``joined`` and ``load`` do."""
    found = await joined(store, schema, rows, verdicts)
    report = await load(store, schema, found.rows, **options)
    report.matches = found.matches
    return report


class _Import:
    """One import under way: the batch being gathered, and what was seen and done so far."""

    def __init__(self, store: Store, schema: Schema, *, dry_run: bool, strict: bool, origin: Origin | None) -> None:
        self.report = Report(dry_run=dry_run)
        self._sourcing = Sourcing(origin)
        self._strict = strict
        self._store = store
        self._schema = schema
        self._check = Validator(schema).check
        self._types = {frozenset(schema.labels_of(element)): element for element in schema.elements}
        self._required = {e.label: [p.name for p in schema.properties_of(e) if p.required] for e in schema.elements}
        self._mutual = [connection.type for connection in schema.connections if connection.mutual]
        self._internal = internal(schema)
        self._hidden: dict[str, str] = {}
        self._agreed: list[str] = []
        self._old_ids = OldIds({}, {})
        self._removed = Removed(schema)
        self._seen = Seen(schema)
        self._known: dict[str, ElementType | None] = {}
        self._young: set[str] = set()
        self._moved: set[str] = set()
        self._climbing: dict[ConnectionType, dict[tuple[str, str], str]] = {}
        self._writing: Iterable[Element] = ()
        self._differing: list[Differing] = []
        self._problems: list[Problem] = self.report.refused
        self._problem_count = 0

    async def run(self, transaction: Transaction, log: Log, rows: Iterable[_Given], progress: Progress) -> None:
        """Write all rows and their records."""
        await self._sourcing.find(transaction)
        log.source = self._sourcing.id
        [[hidden]] = await transaction.run(WRITES["hidden_elements"].text)
        self._hidden = dict(hidden)
        self._old_ids = await OldIds.read(transaction, self._types)
        self._removed = await Removed.read(transaction, self._schema)
        batches = self._batches(rows, progress)
        coming = create_task(to_thread(next, batches, None))
        try:
            while made := await coming:
                coming = create_task(to_thread(next, batches, None))
                problems, batch = made
                for problem in problems:
                    self._refuse(problem)
                await self._write(transaction, log, batch)
        finally:
            await gather(coming, return_exceptions=True)

    async def settle(self, transaction: Transaction, log: Log, author: Author, *, remove: bool, close: bool) -> None:
        """Do what can only be done when all rows are written. Raises InvalidFile where they are refused."""
        await self._refuse_circles(transaction)
        self.judge()
        await self._keep_source(transaction, log)
        await self._tell_gone(transaction, log, author, remove=remove, close=close)
        await self._keep_around(transaction)
        await self._name(transaction)
        self._tell_differing()

    def _batches(self, rows: Iterable[_Given], progress: Progress) -> Iterator[tuple[list[Problem], Batch]]:
        """Rows as they are to be written, and what is wrong with them. A thread of its own makes them, one ahead."""
        gathered: list[Element | Connection] = []
        problems: list[Problem] = []
        for number, row in enumerate(rows, 1):
            checked = self._checked(row)
            if isinstance(checked, list):
                problems += checked
            else:
                gathered.append(checked)
            if len(gathered) + len(problems) >= BATCH:
                batch = self._seen.add(gathered)
                yield problems + batch.problems, batch
                gathered, problems = [], []
            if number % BATCH == 0:
                progress(number)
        batch = self._seen.add(gathered)
        yield problems + batch.problems, batch

    async def _keep_source(self, transaction: Transaction, log: Log) -> None:
        """Write down which source the import was of, as an element that its rows name."""
        if element := self._sourcing.element:
            self.report.source = element.id
            await self._elements(transaction, log, {element.id: element})

    async def _tell_gone(
        self, transaction: Transaction, log: Log, author: Author, *, remove: bool, close: bool
    ) -> None:
        """List what the source does not say any more, unless it may be among what was refused; perhaps take it back."""
        if self._problem_count or self._sourcing.id is None:
            return
        gone = await self._sourcing.gone(transaction, self._seen, self._types)
        self.report.gone = [subject for subject in gone if not self._old_ids.have_told(subject)]
        if self.report.gone and not self._sourcing.is_met:
            if remove or close:
                raise BadInput(ANOTHER, place="source")
            self._notice(Notice("file", ANOTHER))
        if (remove or close) and self.report.gone:
            take_back = closed if close else taken_back
            batch = await take_back(transaction, self._schema, author.viewer, self._sourcing.id, self.report.gone)
            records = batch.records()
            await log.add(self._watched(record.data() for record in records))
            await batch.flush(transaction, log.at, log.sequence, records)
            self.report.removed, self.report.closed = True, close

    async def _name(self, transaction: Transaction) -> None:
        """Find out what the elements are called of which the report tells by their ids."""
        told: list[Mapping[str, object]] = [record for _, record in self.report.changed]
        told += [each.data() for each in self.report.gone[:PROBLEMS]]
        ids = dict.fromkeys(str(each[end]) for each in told for end in _ENDS if end in each)
        [[found]] = await transaction.run(WRITES["existing_elements"].text, {"ids": [*ids]})
        self.report.names = {id_: str(from_neo4j(stored).get("name", id_)) for id_, _, stored in found}

    async def _keep_around(self, transaction: Transaction) -> None:
        """Make anew what tells where places lie, once all that they are part of is written."""
        if self._moved:
            await transaction.send(WRITES["keep_around"].text, {"ids": [*self._moved]})
        await transaction.send(WRITES["forget_replaced"].text)

    def _watched(self, records: Iterable[StoredRecord]) -> Iterator[StoredRecord]:
        for record in records:
            self._moved.update(moved((record,)))
            yield record

    def judge(self) -> None:
        """Refuse the import if anything was wrong that may not be left out."""
        self.report.refused_count = self._problem_count
        written = self.report.elements.total + self.report.connections.total
        if self._problem_count and (self._strict or not written):
            self._refuse_all()

    def _refuse_all(self) -> None:
        more = self._problem_count - len(self._problems)
        first = self._problems[0]
        raise InvalidFile(
            f"Nothing was imported: {self._problem_count} problem{'s' * (self._problem_count > 1)}, "
            f"the first at {first.place}: {first.message}" + (f" ({more} more are not listed)" if more else ""),
            self._problems,
        )

    @property
    def _stopped(self) -> bool:
        """Whether nothing more is written, because the import will be refused."""
        return self._strict and self._problem_count > 0

    def _checked(self, row: _Given) -> Element | Connection | list[Problem]:
        match row:
            case Row():
                checked = self._check(row)
                if isinstance(checked, list):
                    return checked
                self._sourcing.stamp(row, checked)
                if "extra" in checked.properties:
                    self.report.unmapped.update(extra(checked.properties).keys())
                return self._of_now(checked)
            case Notice():
                self._notice(row)
                return []
            case Differing():
                self._differing.append(row)
                return []
            case Problem():
                return [row]

    def _notice(self, notice: Notice) -> None:
        self.report.notice_count += 1
        if len(self.report.notices) < PROBLEMS:
            self.report.notices.append(notice)

    def _tell_differing(self) -> None:
        """List what a source says otherwise of what it was joined with, as differences where others say what stands here."""
        source = self._sourcing.id
        for each in self._differing:
            if source is None or not each.others - {source}:
                self._notice(each.notice)
                continue
            self.report.difference_count += 1
            if len(self.report.differences) < MOST:
                found = Difference(each.place, each.subject, each.name, each.here, each.there, source)
                self.report.differences.append(found)

    def _of_now(self, checked: Element | Connection) -> Element | Connection | list[Problem]:
        """What a row says of elements that are there; of those that were merged, only news."""
        news = self._old_ids.now(checked)
        if news is not checked:
            self._sourcing.is_met = True
        if news is None:
            counts = self.report.elements if isinstance(checked, Element) else self.report.connections
            counts.unchanged += 1
            return []
        return news

    def _refuse(self, problem: Problem) -> None:
        self._problem_count += 1
        if len(self._problems) < PROBLEMS:
            self._problems.append(problem)

    async def _write(self, transaction: Transaction, log: Log, batch: Batch) -> None:
        if self._stopped:
            return
        if batch.elements:
            self.report.elements.add(*await self._elements(transaction, log, batch.elements))
        if batch.connections or batch.again:
            await self._connections(transaction, log, batch)

    # Elements -----------------------------------------------------------------------------------------------------

    async def _elements(self, transaction: Transaction, log: Log, merged: dict[str, Element]) -> tuple[int, int, int]:
        """Write elements: how many were created, updated, and are there in all."""
        [[standing]] = await transaction.run(WRITES["existing_elements"].text, {"ids": [*merged]})
        new = {**merged}
        updated, records = [], []
        for id_, labels, stored in standing:
            element = new.pop(id_)
            other = self._types.get(frozenset(labels))
            if element.type is ITEM and other is not None:  # somebody has understood since what it is
                element.type = other
                element.properties = {name: v for name, v in element.properties.items() if name != "kind"}
            declared = self._schema.properties_of(element.type)
            old = in_kinds(declared, stored)
            if other is not element.type:
                self._refuse(Problem(f"{element.place}, label", _other_label(element, other)))
                del merged[id_]
            elif changes := self._allowed(_changes(declared, element.properties, old), old, _subject(element), element):
                updated.append({"id": id_, "properties": to_neo4j(declared, changes)})
                records.append(self._updated(element, old, changes))
                self.report.tell([(element.place, records[-1])])
        for element in [*new.values()]:
            if self._stays_out(element):
                del new[element.id], merged[element.id]
            else:
                element.properties = element.type.defaults | element.properties
        if len(self._known) < REMEMBERED:
            self._known.update((id_, element.type) for id_, element in merged.items())
            self._young |= new.keys()
        self.report.tell((element.place, self._created(element)) for element in new.values())
        await log.add(self._watched(chain(map(self._created, new.values()), records)))
        self._writing = merged.values()
        if new:
            rows = [element_row(self._schema, element.type, _given(element.properties)) for element in new.values()]
            await transaction.send(WRITES["create_elements"].text, {"rows": rows, "at": log.at})
        if updated:
            await transaction.send(WRITES["update_elements"].text, {"rows": updated, "at": log.at})
        return len(new), len(updated), len(merged)

    def _allowed(
        self, changes: dict[str, object], old: Properties, subject: Subject, row: Element | Connection
    ) -> dict[str, object]:
        """The changes but for those of what a person corrected, which are told."""
        self._sourcing.meet(old)
        made, differences, agreed = apart(changes, old, subject, row.place, listed(row.properties, SOURCES))
        self._agreed += agreed
        self.report.difference_count += len(differences)
        self.report.differences += differences[: MOST - len(self.report.differences)]
        return made

    def _stays_out(self, element: Element) -> bool:
        """Whether an element that is not here is not to be made; why is told."""
        if self._stays_deleted(element):
            return True
        if missing := [name for name in self._required[element.type.label] if name not in element.properties]:
            self._refuse(Problem(f"{element.place}, {missing[0]}", "is missing"))
        return bool(missing)

    def _stays_deleted(self, row: Element | Connection) -> bool:
        """Whether people deleted what a row says that is not here; it is told."""
        sequence = self._removed.by(subject := _subject(row), row.properties)
        if sequence is None:
            return False
        self._sourcing.is_met = True
        self.report.deleted_count += 1
        if len(self.report.deleted) < MOST:
            self.report.deleted.append(Deleted(row.place, subject, sequence))
        return True

    @property
    def agreed(self) -> Sequence[str]:
        """The keys of differences that there are none of any more; none where not all that there are were listed."""
        return self._agreed if self.report.difference_count == len(self.report.differences) else ()

    def _created(self, element: Element) -> StoredRecord:
        properties = element.properties
        after = {name: value for name, value in properties.items() if value is not None and name not in self._internal}
        del after["id"]
        if visibility := text(properties, "visibility"):
            self._hidden[element.id] = visibility
        created: StoredRecord = {
            "action": Action.CREATED,
            "label": element.type.label,
            "id": element.id,
            "after": after,
            "version": _version(properties) or 1,
            "place": element.place,
        }
        return _hidden_from_some(created, visibility)

    def _updated(self, element: Element, old: Properties, changes: Properties) -> StoredRecord:
        logged = [name for name in changes if name not in self._internal]
        before = text(old, "visibility")
        after = text(changes, "visibility") if "visibility" in changes else before
        if "visibility" in changes:
            self._hidden[element.id] = after or PUBLIC
        updated: StoredRecord = {
            "action": Action.UPDATED,
            "label": element.type.label,
            "id": element.id,
            "before": {name: old.get(name) for name in logged},
            "after": {name: changes[name] for name in logged},
            "version": _version(old) + 1,
            "place": element.place,
        }
        return _hidden_from_some(updated, narrowest(before, after))

    async def _refuse_circles(self, transaction: Transaction) -> None:
        """Refuse connections that were written and close a circle, where their type must not."""
        for type_, made in self._climbing.items():
            if not self._stopped:
                for pair, way in (await circles(transaction, type_, made))[0].items():
                    self._strict = True  # it is written already
                    self._refuse(Problem(made[pair], f"{type_.type} would lead in a circle: {' → '.join(way)}"))

    async def refuse_taken(self, taken: Taken) -> None:
        """Find out which row the database refused; what else was found stands after it in the file."""
        self._strict = True
        self._problem_count += 1
        self._problems.insert(0, await self._place_of(taken, list(self._writing)))

    async def _place_of(self, taken: Taken, batch: list[Element]) -> Problem:
        question = {"label": taken.label, "property": taken.property, "value": taken.value}
        held = await self._store.read(WRITES["holder_of_value"].text, question, name="holder_of_value")
        holders = [id_ for id_, _ in held]
        at = [
            row
            for row in batch
            if taken.property and row.properties.get(taken.property) == taken.value and row.id not in holders
        ]
        if not at or not held:
            return Problem(f"{batch[0].place} to {batch[-1].place}", taken.message)
        [[id_, name]] = held
        return Problem(
            f"{at[0].place}, {taken.property}",
            f"{taken.value!r} is already that of {id_!r} ({name}) in the graph; are they the same?",
        )

    # Connections --------------------------------------------------------------------------------------------------

    async def _connections(self, transaction: Transaction, log: Log, batch: Batch) -> None:
        sound = await self._check_ends(transaction, [*batch.connections, *batch.again])
        if self._stopped:
            return
        young, told = self._young, {id(connection) for connection in batch.again}
        new = [c for c in sound if (c.start in young or c.end in young) and id(c) not in told]
        others = [c for c in sound if (c.start not in young and c.end not in young) or id(c) in told]
        records: list[StoredRecord] = []
        if others:
            absent, records = await self._compare(transaction, others)
            new += absent
        deleted = {id(connection) for connection in new if self._stays_deleted(connection)}
        new = [connection for connection in new if id(connection) not in deleted]
        for connection in new:
            self._note_climbing(connection, connection.properties.get("status"))
            if connection.type.lasts:
                connection.properties.setdefault(CONFIRMED_AT, log.at[:10])
        self.report.connections.add(len(new), len(records), len(sound) - len(deleted))
        self.report.tell((connection.place, self._created_connection(connection)) for connection in new)
        await log.add(self._watched(chain(map(self._created_connection, new), records)))
        if new:
            made = new_connections((c.type.type, c.start, c.end, _given(c.properties)) for c in new)
            await transaction.send(WRITES["create_connections"].text, made)

    async def _check_ends(self, transaction: Transaction, connections: Sequence[Connection]) -> list[Connection]:
        """The connections but those whose ends are missing, or of types between which they cannot lead."""
        ends = {end for c in connections for end in (c.start, c.end)} - self._known.keys()
        types: Mapping[str, ElementType | None] = self._known
        if ends:
            [[found]] = await transaction.run(WRITES["labels_of_elements"].text, {"ids": [*ends]})
            types = ChainMap({id_: self._types.get(frozenset(labels)) for id_, labels in found}, self._known)
        sound = []
        for connection in connections:
            source, target = types.get(connection.start), types.get(connection.end)
            if self._leads_to_deleted(connection, types):
                continue
            if source is None or target is None or not connection.type.fits(source, target):
                self._refuse(_wrong_ends(connection, types))
                continue
            sound.append(connection)
        return sound

    def _note_climbing(self, connection: Connection, status: object) -> None:
        """Remember what may close a circle by now, where its type must not."""
        if connection.type.acyclic and is_confirmed(status):
            self._climbing.setdefault(connection.type, {})[connection.start, connection.end] = connection.place

    def _leads_to_deleted(self, connection: Connection, types: Mapping[str, ElementType | None]) -> bool:
        """Whether an end is not here because people deleted it, of which the row of the end tells."""
        absent = (id_ for id_ in (connection.start, connection.end) if id_ not in types)
        return any(self._removed.element_by(id_, connection.properties) for id_ in absent)

    async def _compare(
        self, transaction: Transaction, connections: list[Connection]
    ) -> tuple[list[Connection], list[StoredRecord]]:
        """Update those that exist; those that do not, and records of those updated."""
        rows = [[c.type.type, c.start, c.end] for c in connections]
        parameters = {"rows": rows, "mutual": self._mutual}
        [[standing]] = await transaction.run(WRITES["existing_connections"].text, parameters)
        updated: list[dict[str, object]] = []
        records: list[StoredRecord] = []
        between: defaultdict[int, list[tuple[str, Properties]]] = defaultdict(list)
        for number, key, stored in standing:
            known = self._schema.properties_of_connection(connections[number].type)
            between[number].append((key, in_kinds(known, stored)))
        stood = set()
        for number, parallel in between.items():
            connection = connections[number]
            declared = self._schema.properties_of_connection(connection.type)
            given = connection.properties
            same = next((each for each in parallel if each[1].get("parallel") == connection.parallel), None)
            if same is None:
                same = next((each for each in parallel if covers(declared, each[1], given)), None)
                given = {name: value for name, value in given.items() if name == "sources"}
            if same is None:
                continue
            stood.add(number)
            key, old = same
            if changes := self._allowed(_changes(declared, given, old), old, _subject(connection), connection):
                updated.append({"connection": key, "properties": changes})
                if "status" in changes:
                    self._note_climbing(connection, changes["status"])
                record = self._record(Action.UPDATED, replace(connection, properties=dict(old)))
                record["before"], record["after"] = {name: old.get(name) for name in changes}, changes
                records.append(record)
                self.report.tell([(connection.place, record)])
        if updated:
            await transaction.send(WRITES["update_connections"].text, {"rows": updated})
        return [connection for number, connection in enumerate(connections) if number not in stood], records

    def _created_connection(self, connection: Connection) -> StoredRecord:
        created = self._record(Action.CREATED, connection)
        if properties := connection.properties:
            created["after"] = {n: value for n, value in properties.items() if value is not None and n != "parallel"}
        return created

    def _record(self, action: Action, connection: Connection) -> StoredRecord:
        record: StoredRecord = {
            "action": action,
            "link": connection.type.type,
            "from": connection.start,
            "to": connection.end,
            "place": connection.place,
        }
        if (parallel := connection.parallel) is not None:
            record["id"] = parallel
        if hidden := self._hidden:
            _hidden_from_some(record, narrowest(hidden.get(connection.start), hidden.get(connection.end)))
        return record


def _subject(row: Element | Connection) -> Subject:
    if isinstance(row, Element):
        return ElementSubject(row.type.label, row.id)
    return ConnectionSubject(row.type.type, row.start, row.end, row.parallel)


def _wrong_ends(connection: Connection, types: Mapping[str, ElementType | None]) -> Problem:
    for name, id_ in (("from", connection.start), ("to", connection.end)):
        if id_ not in types:
            return Problem(
                f"{connection.place}, {name}", f"there is no element {id_!r}, neither in the file nor in the graph"
            )
    return Problem(
        connection.place,
        f"{connection.type.type} cannot lead from {_label(types[connection.start])} to "
        f"{_label(types[connection.end])}; it leads {_patterns(connection.type)}",
    )


def _version(properties: Properties) -> int:
    version = properties.get("version")
    return version if isinstance(version, int) else 0


def _changes(declared: Iterable[Property], new: Properties, old: Properties) -> dict[str, object]:
    service_own = {p.name for p in declared if p.managed and p.kind is not Kind.JSON}
    now = united(old, new)
    return {name: now[name] for name in new if name not in service_own and old.get(name) != now[name]}


def _given(properties: dict[str, object]) -> dict[str, object]:
    if None not in properties.values():
        return properties
    return {name: value for name, value in properties.items() if value is not None}


def _hidden_from_some(record: StoredRecord, visibility: str | None) -> StoredRecord:
    if visibility and visibility != PUBLIC:
        record["visibility"] = visibility
    return record


def _other_label(element: Element, other: ElementType | None) -> str:
    return f"{element.id!r} is {_label(other)} in the graph, not {element.type.label}; an element keeps its label"


def _label(element: ElementType | None) -> str:
    return element.label if element else "an element outside the model"


def _patterns(connection: ConnectionType) -> str:
    labels = partial(map, lambda element: element.label)
    return " or ".join(
        f"from {'/'.join(labels(ends.sources))} to {'/'.join(labels(ends.targets))}" for ends in connection.ends
    )
