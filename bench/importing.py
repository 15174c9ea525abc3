"""``python -m bench.importing``: a canonical file into an empty database, again and again, and the memory it takes.

A Neo4j just started is slow, because Java still compiles; so the first round is told apart from later ones. Before each
of these, the same rows, made ready beforehand, are created by the same statements alone: what Neo4j and its driver take
without reading, checking and the log. The client's memory is the greatest so far: where a file ten times as large does
not raise it, it is flat.
"""

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import orjson
from rich.console import Console
from rich.table import Table

from bench.graph import LIBRARIES, rows
from cli.garbage import spare_collections
from graph.database import connected
from graph.derived import constraints
from graph.exchange import importer
from graph.formats import registry
from graph.questions.named import WRITES
from graph.rows import Row
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Store
from graph.validation import Connection, Element, Validator
from graph.writing.values import element_row, new_connections

T = TypeVar("T")

ROUNDS = 5
LARGE = 10
"""How many times as large the last file is."""

UNIT = 1024 if sys.platform != "darwin" else 1024**2
"""What the system counts memory in, as a part of a megabyte."""

AT = "2026-01-01T00:00:00Z"
EMPTY = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"


def written(path: Path, libraries: int) -> int:
    """Write a canonical file; its number of rows."""
    with path.open("wb") as file:
        file.writelines(orjson.dumps(row.data, option=orjson.OPT_APPEND_NEWLINE) for row in rows(libraries))
    with path.open("rb") as file:
        return sum(1 for _ in file)


async def measured(store: Store, path: Path, count: int, what: str, alone: float | None = None) -> tuple[str, ...]:
    """One import: what it was, rows, time, rows a second, times what Neo4j took ``alone``, and the greatest memory."""
    begin = time.perf_counter()
    await importer.load(store, SCHEMA, registry.read(path))
    seconds = time.perf_counter() - begin
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNIT
    ratio = f"{seconds / alone:.2f}" if alone else ""
    return what, f"{count:,}", f"{seconds:.1f} s", f"{count / seconds:,.0f}", ratio, f"{memory:.0f} MB"


async def alone(store: Store, path: Path) -> float:
    """Seconds that Neo4j and its driver take to create the rows of a file."""
    statements = creating(row for row in registry.read(path) if isinstance(row, Row))
    begin = time.perf_counter()
    await created(store, statements)
    seconds = time.perf_counter() - begin
    await store.command(EMPTY)
    return seconds


def creating(rows_: Iterable[Row]) -> list[tuple[str, dict[str, Any]]]:
    """The statements that create what is in sound rows, which are new."""
    check = Validator(SCHEMA).check
    checked = [check(row) for row in rows_]
    elements = [element_row(SCHEMA, e.type, e.properties) for e in checked if isinstance(e, Element)]
    connections = [(c.type.type, c.start, c.end, c.properties) for c in checked if isinstance(c, Connection)]
    return [
        *((WRITES["create_elements"].text, {"rows": some, "at": AT}) for some in _batches(elements)),
        *((WRITES["create_connections"].text, new_connections(some)) for some in _batches(connections)),
    ]


async def created(store: Store, statements: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Run statements that create, in one transaction."""
    async with store.transaction("bench", timeout=importer.TIMEOUT) as transaction:
        for text, parameters in statements:
            await transaction.send(text, parameters)


def _batches(rows_: list[T]) -> list[list[T]]:
    return [rows_[start : start + importer.BATCH] for start in range(0, len(rows_), importer.BATCH)]


async def measure(store: Store, folder: Path, libraries: int) -> Table:
    """All rounds, as a table."""
    table = Table("import", "rows", "time", "rows/s", "Neo4j alone = 1", "client's memory")
    file = folder / "graph.jsonl"
    count = written(file, libraries)
    await constraints.apply(store, SCHEMA)
    for number in range(1, ROUNDS + 1):
        before = await alone(store, file) if number > 1 else None
        table.add_row(*await measured(store, file, count, f"{number}. into an empty database", before))
        if number < ROUNDS:
            await store.command(EMPTY)
    table.add_row(*await measured(store, file, count, "the same again, unchanged"))
    await store.command(EMPTY)
    count = written(file, LARGE * libraries)
    table.add_row(*await measured(store, file, count, f"{LARGE} times as large"))
    return table


def main() -> None:
    """Measure on a scratch database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--libraries", type=int, default=LIBRARIES, help="92 rows each")
    given = parser.parse_args()
    spare_collections()
    with tempfile.TemporaryDirectory(prefix="spojenci-bench-") as folder:
        settings = Settings(home=Path(folder), neo4j_uri=None)

        async def run() -> Table:
            async with connection.open(settings) as store:
                return await measure(store, Path(folder), given.libraries)

        with connected(settings, service=True, progress=lambda *_: None) as connection:
            Console(width=110).print(asyncio.run(run()))


if __name__ == "__main__":
    main()
