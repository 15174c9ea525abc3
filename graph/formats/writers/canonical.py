"""The canonical file: a line for each row."""

from collections.abc import AsyncIterator

import orjson

from graph.formats import canonical
from graph.formats.format import Writer
from graph.rows import Data


async def write(rows: AsyncIterator[Data], _: str) -> AsyncIterator[bytes]:
    """A line for each row."""
    async for row in rows:
        yield orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)


WRITER = Writer("canonical", (".jsonl", ".ndjson"), "application/x-ndjson", canonical.FORMAT.doc, write)
