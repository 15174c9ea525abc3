"""The whole graph as a canonical file, which the importer turns into the same graph again."""

from asyncio import create_task
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO, Any

import orjson

from graph.model import ElementType, Kind, Property, Schema
from graph.questions.named import EXPORTS
from graph.store import Store, from_neo4j

PAGE = 2000
"""Elements read at once."""


async def lines(store: Store, schema: Schema) -> AsyncIterator[bytes]:
    """The lines of a canonical file, each with its line feed: elements by id, then connections by type, ends, id.

    Memory stays flat but for the connections of a page: each element is read together with the connections that leave
    it, and these wait in files on disk. An element or connection is in the file if it existed all the time, and each
    is whole. What is written meanwhile may or may not be in it; a connection to an element created meanwhile may be in
    the file without that element, so that an import would refuse it: export again. Elements and connections of types
    outside the model are left out.

    Raises DatabaseUnavailable and DatabaseTimeout as ``Store`` does, OSError when the disk is full.
    """
    form = _Form(schema)
    with ExitStack() as stack:
        waiting = {t.type: stack.enter_context(TemporaryFile()) for t in schema.connections}
        async for page in _pages(store):
            for labels, properties, connections in page:
                element = form.element_type(labels)
                if element is not None:
                    yield form.element(element, properties)
                    form.connections(properties["id"], connections, waiting)
        for name in sorted(waiting):
            waiting[name].seek(0)
            for line in waiting[name]:
                yield line


async def _pages(store: Store) -> AsyncIterator[list[list[Any]]]:
    """Pages of elements, the next one read while the caller is busy with one."""
    text = EXPORTS["page"].text
    reading = create_task(store.read(text, {"after": "", "size": PAGE}, name="export"))
    try:
        while page := (await reading)[0][0]:
            after = page[-1][1]["id"]
            reading = create_task(store.read(text, {"after": after, "size": PAGE}, name="export"))
            yield page
    finally:
        reading.cancel()


class _Form:
    """How elements and connections are written in the canonical file."""

    def __init__(self, schema: Schema) -> None:
        self._types = {frozenset(schema.labels_of(element)): element for element in schema.elements}
        self._elements = {e.label: _columns(schema.properties_of(e)) for e in schema.elements}
        self._connections = {t.type: _columns(schema.properties_of_connection(t)) for t in schema.connections}

    def element_type(self, labels: Iterable[str]) -> ElementType | None:
        """The type of a node with these labels, None outside the model."""
        return self._types.get(frozenset(labels))

    def element(self, type_: ElementType, properties: dict[str, Any]) -> bytes:
        """The line of an element."""
        return _line({"label": type_.label}, self._elements[type_.label], properties)

    def connections(self, start: str, connections: list[list[Any]], waiting: Mapping[str, IO[bytes]]) -> None:
        """Write the lines of the connections that leave an element, in order, into the file of their type."""
        connections.sort(key=lambda connection: (connection[1], connection[2].get("id", "")))
        for name, end, properties in connections:
            if name in waiting:
                head = {"link": name, "from": start, "to": end}
                waiting[name].write(_line(head, self._connections[name], properties))


def _columns(declared: Iterable[Property]) -> list[tuple[str, bool]]:
    return [(p.name, p.kind is Kind.POINT) for p in declared if p.kind is not Kind.JSON and not p.internal]


def _line(head: dict[str, Any], columns: list[tuple[str, bool]], properties: dict[str, Any]) -> bytes:
    for name, is_point in columns:
        if (value := properties.get(name)) is not None:
            head[name] = from_neo4j(value) if is_point else value
    head.update(_unknown(properties, head))
    return orjson.dumps(head, option=orjson.OPT_APPEND_NEWLINE)


def _unknown(properties: dict[str, Any], known: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if extra := properties.get("extra"):
        yield from ((name, value) for name, value in orjson.loads(extra).items() if name not in known)
    if private := properties.get("private"):
        yield "private", orjson.loads(private)
