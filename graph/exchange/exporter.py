"""The graph, or a part of it, as rows, which the importer turns into the same graph again."""

from asyncio import Task, create_task, gather
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator, Mapping
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO

import orjson

from graph.access import OPERATOR, Viewer, decides, readable, sized
from graph.exchange.chosen import Chosen
from graph.model import ElementType, Kind, Property, Schema
from graph.questions.named import EXPORTS
from graph.rows import Data
from graph.store import Store, Values
from graph.store.values import from_neo4j, object_of, of_kind

_Leaving = list[tuple[str, str, Data]]
"""Connections that leave an element: type, id of the other end, properties."""

_Read = tuple[list[str], Data, _Leaving, Data | None]
"""What ``cypher/export/page.cypher`` tells of an element: labels, properties, connections, seat."""

SEAT = "seat"
"""Where a row says in which place an element is: its id, name and location."""

EVERYTHING = Chosen()

PAGE = 2000
"""Elements read at once."""


async def rows(
    store: Store, schema: Schema, viewer: Viewer = OPERATOR, chosen: Chosen = EVERYTHING, *, seats: bool = False
) -> AsyncGenerator[Data, None]:
    """Elements by id, then connections by type, ends, id: the rows of a canonical file, for the writer of a format.

    They are those that the viewer may see, and of what is ``chosen`` with the connections between them. With ``seats``,
    an element says under :data:`SEAT` in which place it is, if that has a position.

    Memory stays flat but for the connections of a page and the ids of what is chosen: each element is read together with
    the connections that leave it, and these wait in files on disk. An element or connection is among them if it existed
    all the time, and each is whole. What is written meanwhile may or may not be; a connection to an element created
    meanwhile may come without that element, so that an import would refuse it: export again. Elements and connections of
    types outside the model are left out.

    Raises NotFound where what is chosen is not there, DatabaseUnavailable and DatabaseTimeout as ``Store`` does, OSError
    when the disk is full.
    """
    form, written = _Form(schema, viewer), set[object]()
    with ExitStack() as stack:
        waiting = {t.type: stack.enter_context(TemporaryFile()) for t in schema.connections}
        async for page in _pages(store, await chosen.ids(store, viewer), viewer, seats=seats):
            for labels, properties, connections, seat in page:
                element = form.element_type(labels)
                if element is not None and chosen.fits(row := form.element(element, properties)):
                    yield row if (where := _seat(seat)) is None else row | {SEAT: where}
                    form.connections(str(properties["id"]), connections, waiting)
                    if not chosen.is_everything:
                        written.add(properties["id"])
        for name in sorted(waiting):
            waiting[name].seek(0)
            for row in map(orjson.loads, waiting[name]):
                if chosen.is_everything or row["to"] in written:
                    yield row


async def one(store: Store, schema: Schema, viewer: Viewer, id_: str) -> AsyncIterator[Data]:
    """One element and the connections that leave it, as far as the viewer may see them."""
    form, asked = _Form(schema, viewer), {"ids": [id_], **_asked(viewer, seats=False)}
    [[page]] = await store.read(EXPORTS["some"].text, asked, name="export")
    for labels, properties, connections, _ in page:
        if element := form.element_type(labels):
            yield form.element(element, properties)
            for row in form.leaving(id_, connections):
                yield row


async def number(store: Store) -> int:
    """How many elements there are: what an export may have to go through."""
    [[found]] = await store.read(EXPORTS["number"].text, name="export")
    return int(found)


async def _pages(store: Store, ids: list[str] | None, viewer: Viewer, *, seats: bool) -> AsyncIterator[list[_Read]]:
    """Pages of all elements or of those with the ids, the next one read while the caller is busy with one."""
    asked = _asked(viewer, seats=seats)

    def read(start: int, after: object) -> Task[list[Values]]:
        part: dict[str, object] = {"after": after, "size": PAGE} if ids is None else {"ids": ids[start : start + PAGE]}
        text = EXPORTS["page" if ids is None else "some"].text
        return create_task(store.read(text, part | asked, name="export"))

    start, reading = 0, read(0, "")
    try:
        while (page := (await reading)[0][0]) or (ids is not None and start + PAGE < len(ids)):
            start += PAGE
            reading = read(start, page[-1][1]["id"] if page else "")
            yield page
    finally:
        reading.cancel()
        await gather(reading, return_exceptions=True)


def _asked(viewer: Viewer, *, seats: bool) -> dict[str, object]:
    return {"visible": sized(viewer.visible), "refused": decides(viewer), "seats": seats}


class _Form:
    """Elements and connections of the database in the canonical form, as a viewer may see them."""

    def __init__(self, schema: Schema, viewer: Viewer) -> None:
        self._types = {frozenset(schema.labels_of(element)): element for element in schema.elements}
        self._elements = {e.label: _columns(schema.properties_of(e), viewer) for e in schema.elements}
        self._connections = {t.type: _columns(schema.properties_of_connection(t), viewer) for t in schema.connections}

    def element_type(self, labels: Iterable[str]) -> ElementType | None:
        """The type of a node with these labels, None outside the model."""
        return self._types.get(frozenset(labels))

    def element(self, type_: ElementType, properties: Data) -> Data:
        """The row of an element."""
        row = _row({"label": type_.label}, self._elements[type_.label], properties)
        row.setdefault("name", row["id"])
        return row

    def connections(self, start: str, connections: _Leaving, waiting: Mapping[str, IO[bytes]]) -> None:
        """Write the connections that leave an element, in order, into the file of their type."""
        for row in self.leaving(start, connections):
            waiting[str(row["link"])].write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))

    def leaving(self, start: str, connections: _Leaving) -> Iterator[Data]:
        """The rows of the connections that leave an element, in order."""
        connections.sort(key=lambda connection: (connection[1], str(connection[2].get("parallel", ""))))
        for name, end, properties in connections:
            if name in self._connections:
                head: Data = {"link": name, "from": start, "to": end}
                yield _row(head, self._connections[name], properties)


def _position(value: object) -> object:
    told = from_neo4j(value)
    return told if isinstance(told, dict) else None


def _seat(found: Data | None) -> Data | None:
    at = None if found is None else _position(found["location"])
    return None if found is None or at is None else {**found, "name": str(found["name"]), "location": at}


def _columns(declared: Iterable[Property], viewer: Viewer) -> list[tuple[str, Property]]:
    shown = (p for p in declared if p.kind is not Kind.JSON and readable(viewer, p))
    return [(p.in_files, p) for p in shown]


def _row(head: Data, columns: list[tuple[str, Property]], properties: Data) -> Data:
    for key, declared in columns:
        if (value := properties.get(declared.name)) is not None and (kept := of_kind(declared, value)) is not None:
            head[key] = kept
    head.update(_unknown(properties, head))
    return head


def _unknown(properties: Data, known: Data) -> Iterator[tuple[str, object]]:
    if extra := object_of(properties.get("extra")):
        yield from ((name, value) for name, value in extra.items() if name not in known)
    if private := object_of(properties.get("private")):
        yield "private", private
