"""What a key of the role reader sees, copied from one database into another and kept as it is there.

What changed is not taken from the log, which only says where to look: it is read as it stands. So to copy it twice does
no harm, and what is hidden by then is deleted.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from tempfile import TemporaryFile
from typing import TypeVar

import orjson

from graph.access import Role, Viewer, readable, sized
from graph.derived import constraints
from graph.errors import AnalystsUnavailable, SpojenciError
from graph.log.changes import Position, latest, read_block
from graph.model import Kind, Property
from graph.questions.named import ANALYSTS, EXPORTS, WRITES
from graph.records import REJECTED, ConnectionSubject, ElementSubject, Subject
from graph.schema import SCHEMA
from graph.store import Store, Transaction, Values
from graph.store.values import of_kind

READER = Viewer(Role.READER, "analysts")
"""For whom it is copied."""

PAGE = 2000
"""Elements copied at once."""

CONNECTIONS = 5000
"""Connections copied at once."""

TIMEOUT = 60.0
"""Seconds that writing these may take."""

KEPT = frozenset({"sortKey"})
"""Properties that are no fields and tell nothing that others do not."""

NOTHING = (ElementSubject("Place", ""), ConnectionSubject("PART_OF", "", ""))
"""What is not there."""

REPLACED = "The database that analysts see was emptied or restored. What they see is being made anew."

_NO_CODES = {each.name: None for element in SCHEMA.elements for each in element.properties if each.unique}
"""What one element has to give up before another one gets it."""

Row = list[object]
T = TypeVar("T")


class SourceAway(SpojenciError):
    """What is to be copied cannot be read now."""


class Copy:
    """A copy of what readers see."""

    def __init__(self, source: Store, target: Store) -> None:
        self._source = source
        self._target = target
        self._types = {frozenset(SCHEMA.labels_of(each)): each.label for each in SCHEMA.elements}
        self._names = {each.label: _readable(SCHEMA.properties_of(each)) for each in SCHEMA.elements}
        self._names |= {each.type: _readable(SCHEMA.properties_of_connection(each)) for each in SCHEMA.connections}
        self._declared = {each.label: _by_name(SCHEMA.properties_of(each)) for each in SCHEMA.elements}
        self._declared |= {each.type: _by_name(SCHEMA.properties_of_connection(each)) for each in SCHEMA.connections}
        self._day = ""

    async def fill(self) -> Position:
        """Copy everything into an empty database, with its indexes; the position in the log from which on to follow. Raises SourceAway."""
        position = await _asked(latest(self._source))
        with TemporaryFile() as waiting:
            after = ""
            while page := await self._page(after):
                await self._write(partial(self._create, self._elements(page)))
                after = page[-1][1]["id"]
                waiting.writelines(orjson.dumps(row) + b"\n" for row in self._leaving(page))
            await self._target.define(constraints.IDS)
            waiting.seek(0)
            rows = map(orjson.loads, waiting)
            while some := list(islice(rows, CONNECTIONS)):
                await self._write(partial(_connect, some))
        # To fill an index at once takes half of what keeping it through all writes does.
        await constraints.apply(self._target, SCHEMA)
        await self._refresh(NOTHING)  # the first change then finds its statements planned
        return position

    async def follow(self, after: Position) -> Position:
        """Copy some of what has changed after a position in the log; the position to go on from.

        Raises SourceAway, and AnalystsUnavailable where the log is another one.
        """
        newest = await _asked(latest(self._source))
        if newest.sequence < after.sequence:
            raise AnalystsUnavailable(REPLACED)
        if newest <= after:
            return after
        block = await _asked(read_block(self._source, after))
        if block.records:
            await self._refresh([each.record.subject for each in block.records])
        return block.end

    async def log(self) -> str:
        """What tells the log that is followed from that of another database. Raises SourceAway."""
        [[log]] = await _asked(self._source.read(ANALYSTS["log"].text, name="analysts"))
        return str(log)

    async def measure(self) -> None:
        """Copy the numbers of the network, if there are newer ones. Raises SourceAway."""
        found = await self._read(ANALYSTS["numbers"].text, {"day": self._day})
        for day, rows in found:
            await self._write(partial(_measure, rows))
            self._day = day

    async def _page(self, after: str) -> list[Values]:
        asked = {"after": after, "size": PAGE, "refused": False, "seats": False}
        [[page]] = await self._read(EXPORTS["page"].text, asked)
        return list(page)

    async def _read(self, text: str, asked: Mapping[str, object]) -> list[Values]:
        parameters = {**asked, "visible": sized(READER.visible)}
        return await _asked(self._source.read(text, parameters, name="analysts"))

    async def _write(self, work: Callable[[Transaction], Awaitable[None]]) -> None:
        await self._target.write(work, "analysts", timeout=TIMEOUT)

    async def _refresh(self, subjects: Sequence[Subject]) -> None:
        """Copy some elements and connections as they are now."""
        ids = {each.id for each in subjects if isinstance(each, ElementSubject)}
        ties = {(each.type, each.start, each.end) for each in subjects if isinstance(each, ConnectionSubject)}
        [[found]] = await self._read(ANALYSTS["elements"].text, {"ids": sorted(ids)})
        elements = {str(properties["id"]): [labels, properties] for labels, properties in found}
        there = await self._there(ids | {end for _, *ends in ties for end in ends})
        new = elements.keys() - there
        [[around]] = await self._read(ANALYSTS["around"].text, {"ids": sorted(new)})
        # What leads to a new element is among what is around it.
        pairs: list[Row] = [[*tie] for tie in sorted(ties) if there.issuperset(tie[1:])]
        standing = await self._standing(pairs)
        await self._write(
            partial(
                self._replace,
                gone=sorted(there & ids - elements.keys()),
                made=self._elements(elements[id_] for id_ in sorted(new)),
                changed=self._elements(each for id_, each in elements.items() if id_ not in new),
                pairs=pairs,
                connections=[*self._connections(around), *self._connections(standing)],
            )
        )

    async def _there(self, ids: Iterable[str]) -> set[str]:
        """Which of some elements the copy has."""
        asked = {"ids": sorted(ids), "visible": sized(READER.visible)}
        return {id_ for [id_] in await self._target.read(EXPORTS["there"].text, asked, name="analysts")}

    async def _standing(self, pairs: list[Row]) -> list[Row]:
        """The connections between pairs of type and ends, as they stand."""
        [[found]] = await self._read(WRITES["existing_connections"].text, {"rows": pairs, "mutual": []})
        return [[*pairs[number], properties] for number, _, properties in found]

    async def _create(self, rows: list[Row], transaction: Transaction) -> None:
        if rows:
            await transaction.run(WRITES["create_elements"].text, {"rows": rows, "at": None})

    async def _replace(
        self,
        transaction: Transaction,
        *,
        gone: list[str],
        made: list[Row],
        changed: list[Row],
        pairs: list[Row],
        connections: list[Row],
    ) -> None:
        await transaction.run(WRITES["delete_elements"].text, {"ids": gone})
        if gone:
            await transaction.run(ANALYSTS["forget"].text, {"ids": gone})
        values = [{"id": _id(row), "properties": _NO_CODES} for row in changed]
        await transaction.run(WRITES["release_values"].text, {"rows": values})
        await self._create(made, transaction)
        await transaction.run(ANALYSTS["update"].text, {"rows": changed})
        asked = {"rows": pairs, "mutual": []}
        [[before]] = await transaction.run(WRITES["existing_connections"].text, asked)
        await transaction.run(WRITES["delete_connections"].text, {"connections": [key for _, key, _ in before]})
        await _connect(connections, transaction)

    def _elements(self, found: Iterable[Sequence[object]]) -> list[Row]:
        """Rows of ``create_elements.cypher``, without what is hidden and what is no element."""
        rows: list[Row] = []
        for labels, properties, *_ in found:
            assert isinstance(labels, list)
            assert isinstance(properties, dict)
            if label := self._types.get(frozenset(labels)):
                shown = self._shown(label, properties)
                rows.append([labels, shown, shown.pop("createdAt", None), shown.pop("updatedAt", None)])
        return rows

    def _leaving(self, page: Iterable[Values]) -> Iterator[Row]:
        """The connections that leave the elements of a page."""
        for _, properties, leaving, _ in page:
            yield from self._connections([type_, properties["id"], end, own] for type_, end, own in leaving)

    def _connections(self, found: Iterable[Sequence[object]]) -> Iterator[Row]:
        """Rows of ``connect.cypher``, without what is hidden and what is no connection of the model."""
        for type_, start, end, properties in found:
            assert isinstance(type_, str)
            assert isinstance(properties, dict)
            if type_ in self._names and properties.get("status") != REJECTED:
                yield [type_, start, end, self._shown(type_, properties)]

    def _shown(self, type_: str, properties: Mapping[str, object]) -> dict[str, object]:
        shown = {name: value for name, value in properties.items() if name in self._names[type_]}
        return {name: _kept(self._declared[type_].get(name), value) for name, value in shown.items()}


def _id(row: Row) -> object:
    assert isinstance(row[1], dict)
    return row[1]["id"]


async def _connect(rows: list[Row], transaction: Transaction) -> None:
    await transaction.run(ANALYSTS["connect"].text, {"rows": rows})


async def _measure(rows: list[Row], transaction: Transaction) -> None:
    await transaction.run(ANALYSTS["measure"].text, {"rows": rows})


def _by_name(declared: Iterable[Property]) -> dict[str, Property]:
    return {each.name: each for each in declared}


def _kept(declared: Property | None, value: object) -> object:
    """A value as the model has it, whatever plain Cypher wrote; a point is Neo4j's own."""
    return value if declared is None or declared.kind is Kind.POINT else of_kind(declared, value)


def _readable(declared: Iterable[Property]) -> frozenset[str]:
    return KEPT | {each.name for each in declared if readable(READER, each)}


async def _asked(reading: Awaitable[T]) -> T:
    """What is read of the source."""
    try:
        return await reading
    except SpojenciError as error:
        raise SourceAway(error.message) from error
