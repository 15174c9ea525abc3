"""The rows of an export on disk, for formats that go through them more than once, or write elements and keys apart."""

from asyncio import to_thread
from collections.abc import AsyncIterator, Callable, Iterator
from tempfile import TemporaryFile
from typing import IO

import orjson

from graph.formats.format import Write
from graph.rows import Data

_PART = 2**16
"""Bytes that are handed on at once."""


class Spool:
    """Elements and connections on disk; ``base`` is what the address of an element begins with."""

    def __init__(self, elements: IO[bytes], connections: IO[bytes], base: str) -> None:
        self._elements = elements
        self._connections = connections
        self.base = base

    def add(self, row: Data) -> None:
        """Add an element or a connection at the end."""
        file = self._connections if "link" in row else self._elements
        file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))

    @property
    def elements(self) -> Iterator[Data]:
        """All elements, from the first one on; only one such iterator is in use at a time."""
        return _read(self._elements)

    @property
    def connections(self) -> Iterator[Data]:
        """All connections, from the first one on; only one such iterator is in use at a time."""
        return _read(self._connections)


def _read(file: IO[bytes]) -> Iterator[Data]:
    file.seek(0)
    yield from map(orjson.loads, file)


def spooled(write: Callable[[Spool], Iterator[bytes]]) -> Write:
    """What writes a file from a spool, as one that takes rows; the writing is done beside the event loop."""

    async def written(rows: AsyncIterator[Data], base: str) -> AsyncIterator[bytes]:
        with TemporaryFile() as elements, TemporaryFile() as connections:
            spool = Spool(elements, connections, base)
            async for row in rows:
                spool.add(row)
            parts = _gathered(write(spool))
            while part := await to_thread(next, parts, b""):
                yield part

    return written


def _gathered(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in larger parts, none of them empty."""
    gathered = bytearray()
    for part in parts:
        gathered += part
        if len(gathered) >= _PART:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)
