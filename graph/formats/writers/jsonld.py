"""JSON-LD 1.1: the graph as linked data."""

from collections.abc import AsyncIterator

import orjson

from graph.formats.format import Writer
from graph.formats.writers import linked
from graph.model import Text
from graph.rows import Data


async def write(rows: AsyncIterator[Data], base: str) -> AsyncIterator[bytes]:
    """One graph; what is said of an element stands in several of its objects, as connections come after elements."""
    yield b'{"@context":' + orjson.dumps(linked.CONTEXT) + b',"@graph":['
    separator = b"\n"
    async for row in rows:
        for node in [linked.element(row, base)] if "label" in row else linked.connection(row, base):
            yield separator + orjson.dumps(node)
            separator = b",\n"
    yield b"\n]}\n"


WRITER = Writer(
    "jsonld",
    (".jsonld",),
    "application/ld+json",
    Text("JSON-LD ve slovnících schema.org, W3C ORG a SKOS.", "JSON-LD in the words of schema.org, W3C ORG and SKOS."),
    write,
)
