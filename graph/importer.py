"""The one way rows of any source get into the graph: validated whole, all or nothing, harmless to repeat."""

import sqlite3
from collections import Counter
from asyncio import gather, to_thread
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import orjson

from graph.errors import InvalidFile, Problem
from graph.model import ConnectionType, ElementType, Kind, Property, Schema
from graph.named import WRITES
from graph.rows import Notice, Row
from graph.store import Store, Transaction, from_neo4j, point
from graph.validate import Connection, Element, Validator

BATCH = 4000
"""Rows a statement. Larger ones gain nothing and cost memory on both sides."""

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


T = TypeVar("T", Element, Connection)
Batch = list[Element] | list[Connection]


class _DryRun(Exception):
    """Ends the transaction of a dry run without a trace."""


async def load(
    store: Store,
    schema: Schema,
    rows: Iterable[Row | Notice | Problem],
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Import rows in one transaction.

    Several rows for one element or connection are merged. An element's given properties replace the old ones, null
    clears, absent ones stay.

    Raises
    ------
    InvalidFile
        With every problem found, in which case nothing was written.
    """
    job = _Import(schema, dry_run)
    try:
        async with store.transaction("import", timeout=TIMEOUT) as transaction:
            await job.run(transaction, rows, progress or (lambda _: None))
            job.judge()
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return job.report


class _Import:
    """One import under way: the batch being gathered, and what was seen and done so far."""

    def __init__(self, schema: Schema, dry_run: bool) -> None:
        self.report = Report(dry_run=dry_run)
        self._schema = schema
        self._check = Validator(schema).check
        self._types = {frozenset(schema.labels_of(element)): element for element in schema.elements}
        self._ends = {connection.type: _label_pairs(connection) for connection in schema.connections}
        self._labels = {element.label: list(schema.labels_of(element)) for element in schema.elements}
        self._seen = _Seen()
        self._problems: list[Problem] = []
        self._problem_count = 0

    async def run(self, transaction: Transaction, rows: Iterable[Row | Notice | Problem], progress: Progress) -> None:
        batches = self._batches(rows, progress)
        batch = await to_thread(next, batches, None)
        while batch is not None:
            batch, _ = await gather(to_thread(next, batches, None), self._write(transaction, batch))

    def _batches(self, rows: Iterable[Row | Notice | Problem], progress: Progress) -> Iterator[Batch]:
        elements: list[Element] = []
        connections: list[Connection] = []
        for number, row in enumerate(rows, 1):
            match self._checked(row):
                case Element() as element:
                    elements.append(element)
                case Connection() as connection:
                    connections.append(connection)
            if len(elements) >= BATCH or (connections and elements):
                yield elements
                elements = []
            if len(connections) >= BATCH:
                yield connections
                connections = []
            if number % BATCH == 0:
                progress(number)
        yield from (batch for batch in (elements, connections) if batch)

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
                    return checked if self._consistent(checked) else None
                for problem in checked:
                    self._refuse(problem)
        return None

    def _refuse(self, problem: Problem) -> None:
        self._problem_count += 1
        if len(self._problems) < PROBLEMS:
            self._problems.append(problem)

    def _consistent(self, checked: Element | Connection) -> bool:
        if "extra" in checked.properties:
            self.report.unmapped.update(orjson.loads(checked.properties["extra"]).keys())
        place, contradictions = self._seen.add(checked)
        for name in contradictions:
            self._refuse(Problem(f"{checked.place}, {name}", f"contradicts {place}, which is about the same"))
        return not contradictions

    async def _write(self, transaction: Transaction, batch: Batch) -> None:
        if self._problem_count:
            return
        if isinstance(batch[0], Element):
            await self._elements(transaction, batch)
        else:
            await self._connections(transaction, batch)

    # Elements -----------------------------------------------------------------------------------------------------

    async def _elements(self, transaction: Transaction, batch: list[Element]) -> None:
        merged = _merged(batch, lambda element: element.id)
        rows = [self._new(element) for element in merged.values()]
        [[standing]] = await transaction.run(WRITES["create_elements"].text, {"rows": rows})
        updated = []
        for id_, labels, old in standing:
            element = merged[id_]
            other = self._types.get(frozenset(labels))
            declared = self._schema.properties_of(element.type)
            if other is not element.type:
                self._refuse(Problem(f"{element.place}, label", _other_label(element, other)))
            elif changes := _changes(declared, element.properties, from_neo4j(old)):
                updated.append({"id": id_, "properties": changes})
        for id_ in merged.keys() - {row[0] for row in standing}:
            self._require(merged[id_])
        if updated:
            await transaction.run(WRITES["update_elements"].text, {"rows": updated})
        self.report.elements.add(len(merged) - len(standing), len(updated), len(merged))

    def _new(self, element: Element) -> dict[str, Any]:
        given = {name: value for name, value in element.properties.items() if value is not None}
        properties = _to_neo4j(self._schema.properties_of(element.type), given)
        return {"id": element.id, "labels": self._labels[element.type.label], "properties": properties}

    def _require(self, element: Element) -> None:
        for declared in self._schema.properties_of(element.type):
            if declared.required and declared.name not in element.properties:
                self._refuse(Problem(f"{element.place}, {declared.name}", "is missing"))

    # Connections --------------------------------------------------------------------------------------------------

    async def _connections(self, transaction: Transaction, batch: list[Connection]) -> None:
        merged = list(_merged(batch, lambda c: (c.type.type, c.start, c.end, c.id)).values())
        rows = [self._new_connection(connection) for connection in merged]
        parameters = {"rows": rows, "ends": self._ends}
        [[standing]] = await transaction.run(WRITES["create_connections"].text, parameters)
        updated = []
        for number, key, old, labels in standing:
            connection = merged[number]
            declared = self._schema.properties_of_connection(connection.type)
            if labels:
                self._refuse(self._wrong_ends(connection, *labels))
            elif changes := _changes(declared, connection.properties, from_neo4j(old)):
                updated.append({"connection": key, "properties": changes})
        if updated:
            await transaction.run(WRITES["update_connections"].text, {"rows": updated})
        self.report.connections.add(len(merged) - len(standing), len(updated), len(merged))

    def _new_connection(self, connection: Connection) -> dict[str, Any]:
        given = {name: value for name, value in connection.properties.items() if value is not None}
        return {
            "type": connection.type.type,
            "start": connection.start,
            "end": connection.end,
            "id": connection.id,
            "properties": _to_neo4j(self._schema.properties_of_connection(connection.type), given),
        }

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


class _Seen:
    """What a file has said so far, on disk once it is large, so that memory stays flat."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, place TEXT, properties BLOB) WITHOUT ROWID")
        self._database.execute("BEGIN")

    def add(self, checked: Element | Connection) -> tuple[str, list[str]]:
        """Remember a row; tells the place of an earlier row about the same, and which properties contradict it."""
        key = _key(checked)
        stated = orjson.dumps(checked.properties)
        if self._database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (key, checked.place, stated)).rowcount:
            return "", []
        place, earlier = self._database.execute("SELECT place, properties FROM seen WHERE key = ?", (key,)).fetchone()
        before = orjson.loads(earlier)
        contradictions = [n for n, value in checked.properties.items() if n in before and before[n] != value]
        merged = orjson.dumps(before | checked.properties)
        self._database.execute("UPDATE seen SET properties = ? WHERE key = ?", (merged, key))
        return place, contradictions


def _key(checked: Element | Connection) -> str:
    if isinstance(checked, Element):
        return checked.id
    return "\n".join((checked.type.type, checked.start, checked.end, checked.id or ""))


def _merged(rows: list[T], key: Callable[[T], Any]) -> dict[Any, T]:
    merged: dict[Any, T] = {}
    for row in rows:
        if (earlier := merged.get(key(row))) is not None:
            earlier.properties.update(row.properties)
        else:
            merged[key(row)] = row
    return merged


def _changes(declared: Iterable[Property], new: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    service_own = {p.name for p in declared if p.managed and p.kind is not Kind.JSON}
    changes = {name: value for name, value in new.items() if name not in service_own and old.get(name) != value}
    return _to_neo4j(declared, changes)


def _to_neo4j(declared: Iterable[Property], properties: dict[str, Any]) -> dict[str, Any]:
    for property_ in declared:
        value = properties.get(property_.name)
        if value is not None and property_.kind is Kind.POINT:
            properties[property_.name] = point(**value)
        elif value is not None and property_.kind is Kind.DATETIME:
            properties[property_.name] = datetime.fromisoformat(value)
    return properties


def _label_pairs(connection: ConnectionType) -> list[list[str]]:
    return [
        [source.label, target.label]
        for ends in connection.ends
        for source in ends.sources
        for target in ends.targets
        if source.parent not in ends.sources and target.parent not in ends.targets
    ]


def _other_label(element: Element, other: ElementType | None) -> str:
    return f"{element.id!r} is {_label(other)} in the graph, not {element.type.label}; an element keeps its label"


def _label(element: ElementType | None) -> str:
    return element.label if element else "an element outside the model"


def _patterns(connection: ConnectionType) -> str:
    labels = partial(map, lambda element: element.label)
    return " or ".join(
        f"from {'/'.join(labels(ends.sources))} to {'/'.join(labels(ends.targets))}" for ends in connection.ends
    )
