"""The one way rows of any source get into the graph: validated whole, all or nothing, harmless to repeat."""

from asyncio import gather, to_thread
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import orjson

from graph.access import OPERATOR, PUBLIC, Author, Door, narrowest
from graph.errors import InvalidFile, Problem
from graph.exchange.rows import Notice, Row
from graph.exchange.seen import Batch, Seen, internal, united
from graph.log.changes import Log
from graph.log.records import Action
from graph.model import ConnectionType, ElementType, Kind, Property, Schema
from graph.questions.named import WRITES
from graph.store import Store, Taken, Transaction, from_neo4j
from graph.writing.batch import label_pairs
from graph.writing.validate import Connection, Element, Validator
from graph.writing.values import to_neo4j

BATCH = 4000
"""Rows a statement. Larger ones gain nothing and cost memory on both sides."""

YOUNG = 200_000
"""Created elements that are remembered: what connects them needs no look whether it exists. Further ones are slower."""

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


@dataclass
class Report:
    """What an import did, or would do (``dry_run``). ``unmapped`` counts kept properties the model does not know."""

    elements: Counts = field(default_factory=Counts)
    connections: Counts = field(default_factory=Counts)
    unmapped: Counter[str] = field(default_factory=Counter)
    notices: list[Notice] = field(default_factory=list)
    notice_count: int = 0
    dry_run: bool = False


BY_OPERATOR = Author(OPERATOR, Door.CLI, "import")
"""Whose change an import is, unless its caller says otherwise."""


class _NoTrace(Exception):
    """Ends the transaction of a dry run, or of an import that changes nothing, without a trace."""


async def load(
    store: Store,
    schema: Schema,
    rows: Iterable[Row | Notice | Problem],
    *,
    author: Author = BY_OPERATOR,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Import rows in one transaction, which is one change in the log; none if nothing has changed.

    Several rows for one element or connection are merged. An element's given properties replace the old ones, null
    clears, absent ones stay.

    Raises
    ------
    InvalidFile
        With every problem found, in which case nothing was written.
    BadInput
        The rows need more memory than Neo4j may take for one transaction.
    DatabaseUnavailable
        Neo4j does not answer, or another writer was at it for longer than Neo4j lets a statement wait.
    """
    job = _Import(store, schema, dry_run)
    try:
        async with store.transaction("import", timeout=TIMEOUT) as transaction:
            log = await Log.open(transaction)
            await job.run(transaction, log, rows, progress or (lambda _: None))
            job.judge()
            if dry_run or log.empty:
                raise _NoTrace
            await log.close(author)
    except _NoTrace:
        pass
    except Taken as taken:
        await job.refuse_taken(taken)
        job.judge()
    return job.report


class _Import:
    """One import under way: the batch being gathered, and what was seen and done so far."""

    def __init__(self, store: Store, schema: Schema, dry_run: bool) -> None:
        self.report = Report(dry_run=dry_run)
        self._store = store
        self._schema = schema
        self._check = Validator(schema).check
        self._types = {frozenset(schema.labels_of(element)): element for element in schema.elements}
        self._ends = {connection.type: label_pairs(connection) for connection in schema.connections}
        self._labels = {element.label: list(schema.labels_of(element)) for element in schema.elements}
        self._required = {e.label: [p.name for p in schema.properties_of(e) if p.required] for e in schema.elements}
        self._mutual = [connection.type for connection in schema.connections if connection.mutual]
        self._internal = internal(schema)
        self._hidden: dict[str, str] = {}
        self._seen = Seen(schema)
        self._young: set[str] = set()
        self._writing: Iterable[Element] = ()
        self._problems: list[Problem] = []
        self._problem_count = 0

    async def run(
        self, transaction: Transaction, log: Log, rows: Iterable[Row | Notice | Problem], progress: Progress
    ) -> None:
        """Write all rows and their records."""
        [[hidden]] = await transaction.run(WRITES["hidden_elements"].text)
        self._hidden = dict(hidden)
        batches = self._batches(rows, progress)
        batch = await to_thread(next, batches, None)
        while batch is not None:
            batch, _ = await gather(to_thread(next, batches, None), self._write(transaction, log, batch))

    def _batches(self, rows: Iterable[Row | Notice | Problem], progress: Progress) -> Iterator[Batch]:
        gathered: list[Element | Connection] = []
        for number, row in enumerate(rows, 1):
            checked = self._checked(row)
            if checked is not None:
                gathered.append(checked)
            if len(gathered) >= BATCH:
                yield self._remembered(gathered)
                gathered = []
            if number % BATCH == 0:
                progress(number)
        yield self._remembered(gathered)

    def _remembered(self, rows: list[Element | Connection]) -> Batch:
        batch = self._seen.add(rows)
        for problem in batch.problems:
            self._refuse(problem)
        return batch

    def judge(self) -> None:
        """Refuse the import if anything was wrong."""
        if self._problem_count:
            more = self._problem_count - len(self._problems)
            first = self._problems[0]
            raise InvalidFile(
                f"Nothing was imported: {self._problem_count} problem{'s' * (self._problem_count > 1)}, "
                f"the first at {first.place}: {first.message}" + (f" ({more} more are not listed)" if more else ""),
                self._problems,
            )

    def _checked(self, row: Row | Notice | Problem) -> Element | Connection | None:
        match row:
            case Notice():
                self.report.notice_count += 1
                if len(self.report.notices) < PROBLEMS:
                    self.report.notices.append(row)
            case Problem():
                self._refuse(row)
            case Row():
                checked = self._check(row)
                if not isinstance(checked, list):
                    if "extra" in checked.properties:
                        self.report.unmapped.update(orjson.loads(checked.properties["extra"]).keys())
                    return checked
                for problem in checked:
                    self._refuse(problem)
        return None

    def _refuse(self, problem: Problem) -> None:
        self._problem_count += 1
        if len(self._problems) < PROBLEMS:
            self._problems.append(problem)

    async def _write(self, transaction: Transaction, log: Log, batch: Batch) -> None:
        if self._problem_count:
            return
        if batch.elements:
            await self._elements(transaction, log, batch.elements)
        if batch.connections or batch.again:
            await self._connections(transaction, log, batch)

    # Elements -----------------------------------------------------------------------------------------------------

    async def _elements(self, transaction: Transaction, log: Log, merged: dict[str, Element]) -> None:
        self._writing = merged.values()
        rows = [self._new(element) for element in merged.values()]
        [[standing]] = await transaction.run(WRITES["create_elements"].text, {"rows": rows, "at": log.at})
        updated, records = [], []
        for id_, labels, stored in standing:
            element = merged[id_]
            other = self._types.get(frozenset(labels))
            declared = self._schema.properties_of(element.type)
            old = from_neo4j(stored)
            if other is not element.type:
                self._refuse(Problem(f"{element.place}, label", _other_label(element, other)))
            elif changes := _changes(declared, element.properties, old):
                updated.append({"id": id_, "properties": to_neo4j(declared, changes)})
                records.append(self._updated(element, old, changes))
        stood = {row[0] for row in standing}
        new = [element for id_, element in merged.items() if id_ not in stood]
        for element in new:
            self._require(element)
        if updated:
            await transaction.run(WRITES["update_elements"].text, {"rows": updated, "at": log.at})
        self.report.elements.add(len(new), len(updated), len(merged))
        if len(self._young) < YOUNG:
            self._young.update(element.id for element in new)
        await log.add([*map(self._created, new), *records])

    def _created(self, element: Element) -> dict[str, Any]:
        properties = element.properties
        after = {name: value for name, value in properties.items() if value is not None and name not in self._internal}
        del after["id"]
        if visibility := properties.get("visibility"):
            self._hidden[element.id] = visibility
        return {
            "action": Action.CREATED,
            "label": element.type.label,
            "id": element.id,
            "after": after,
            "version": properties.get("version") or 1,
            **_visibility(visibility),
        }

    def _updated(self, element: Element, old: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
        logged = [name for name in changes if name not in self._internal]
        visibility = narrowest(old.get("visibility"), changes.get("visibility", old.get("visibility")))
        if "visibility" in changes:
            self._hidden[element.id] = changes["visibility"] or PUBLIC
        return {
            "action": Action.UPDATED,
            "label": element.type.label,
            "id": element.id,
            "before": {name: old.get(name) for name in logged},
            "after": {name: changes[name] for name in logged},
            "version": old.get("version", 0) + 1,
            **_visibility(visibility),
        }

    async def refuse_taken(self, taken: Taken) -> None:
        """Find out which row the database refused. Reading has stopped there, so later problems stay unknown."""
        self._refuse(await self._place_of(taken, list(self._writing)))

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

    def _new(self, element: Element) -> dict[str, Any]:
        properties = to_neo4j(self._schema.properties_of(element.type), _given(element.properties))
        return {"id": element.id, "labels": self._labels[element.type.label], "properties": properties}

    def _require(self, element: Element) -> None:
        for name in self._required[element.type.label]:
            if name not in element.properties:
                self._refuse(Problem(f"{element.place}, {name}", "is missing"))

    # Connections --------------------------------------------------------------------------------------------------

    async def _connections(self, transaction: Transaction, log: Log, batch: Batch) -> None:
        new: list[Connection] = []
        others = [*batch.again]
        for connection in batch.connections:
            young = connection.start in self._young or connection.end in self._young
            (new if young else others).append(connection)
        records: list[dict[str, Any]] = []
        if new:
            await self._create(transaction, new)
        if others:
            created, records = await self._compare(transaction, others)
            new += created
        self.report.connections.add(len(new), len(records), len(batch.connections) + len(batch.again))
        await log.add([*map(self._created_connection, new), *records])

    async def _create(self, transaction: Transaction, new: list[Connection]) -> None:
        """Create connections that cannot exist yet."""
        rows = [[c.type.type, c.start, c.end, _given(c.properties)] for c in new]
        text = WRITES["create_new_connections"].text
        [[misfits]] = await transaction.run(text, {"rows": rows, "ends": self._ends})
        for number, *labels in misfits:
            self._refuse(self._wrong_ends(new[number], *labels))

    async def _compare(
        self, transaction: Transaction, connections: list[Connection]
    ) -> tuple[list[Connection], list[dict[str, Any]]]:
        """Create those that do not exist yet and update the others; those created, and records of those updated."""
        rows = [
            {"type": c.type.type, "start": c.start, "end": c.end, "id": c.id, "properties": _given(c.properties)}
            for c in connections
        ]
        parameters = {"rows": rows, "ends": self._ends, "mutual": self._mutual}
        [[standing]] = await transaction.run(WRITES["create_connections"].text, parameters)
        updated, records = [], []
        for number, key, stored, labels in standing:
            connection = connections[number]
            declared = self._schema.properties_of_connection(connection.type)
            if labels:
                self._refuse(self._wrong_ends(connection, *labels))
                continue
            old = from_neo4j(stored)
            if changes := _changes(declared, connection.properties, old):
                updated.append({"connection": key, "properties": changes})
                before = {name: old.get(name) for name in changes}
                records.append(self._record(Action.UPDATED, connection) | {"before": before, "after": changes})
        stood = {row[0] for row in standing}
        if updated:
            await transaction.run(WRITES["update_connections"].text, {"rows": updated})
        return [connection for number, connection in enumerate(connections) if number not in stood], records

    def _created_connection(self, connection: Connection) -> dict[str, Any]:
        created = self._record(Action.CREATED, connection)
        if given := _given(connection.properties):
            created["after"] = {name: value for name, value in given.items() if name != "id"}
        return created

    def _record(self, action: Action, connection: Connection) -> dict[str, Any]:
        head = {"action": action, "link": connection.type.type, "from": connection.start, "to": connection.end}
        if (id_ := connection.id) is not None:
            head["id"] = id_
        if hidden := self._hidden:
            head |= _visibility(narrowest(hidden.get(connection.start), hidden.get(connection.end)))
        return head

    def _wrong_ends(self, connection: Connection, start: list[str] | None, end: list[str] | None) -> Problem:
        for name, id_, labels in (("from", connection.start, start), ("to", connection.end, end)):
            if labels is None:
                return Problem(
                    f"{connection.place}, {name}", f"there is no element {id_!r}, neither in the file nor in the graph"
                )
        source, target = (self._types.get(frozenset(labels or ())) for labels in (start, end))
        return Problem(
            connection.place,
            f"{connection.type.type} cannot lead from {_label(source)} to {_label(target)}; "
            f"it leads {_patterns(connection.type)}",
        )


def _changes(declared: Iterable[Property], new: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    service_own = {p.name for p in declared if p.managed and p.kind is not Kind.JSON}
    now = united(old, new)
    return {name: now[name] for name in new if name not in service_own and old.get(name) != now[name]}


def _given(properties: dict[str, Any]) -> dict[str, Any]:
    if None not in properties.values():
        return properties
    return {name: value for name, value in properties.items() if value is not None}


def _visibility(value: str | None) -> dict[str, str]:
    return {"visibility": value} if value and value != PUBLIC else {}


def _other_label(element: Element, other: ElementType | None) -> str:
    return f"{element.id!r} is {_label(other)} in the graph, not {element.type.label}; an element keeps its label"


def _label(element: ElementType | None) -> str:
    return element.label if element else "an element outside the model"


def _patterns(connection: ConnectionType) -> str:
    labels = partial(map, lambda element: element.label)
    return " or ".join(
        f"from {'/'.join(labels(ends.sources))} to {'/'.join(labels(ends.targets))}" for ends in connection.ends
    )
