"""Making a backup while the service serves."""

import asyncio
import shutil
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from graph.backup import content
from graph.backup.content import Census, Head
from graph.errors import DatabaseUnavailable
from graph.progress import Progress
from graph.questions.named import BACKUP
from graph.store import Store, Transaction, Values
from graph.upkeep import migrations
from graph.writable import require_place, written

TIMEOUT = 3600.0
"""Seconds that reading everything may take."""

TURN_TIMEOUT = 15.0
"""Seconds that waiting for a writer to end may take; Neo4j gives up before."""

FREELY = 2
"""How often it is read in the hope that nobody writes meanwhile."""


async def make(store: Store, path: Path, progress: Progress) -> Head:
    """Write everything that the database holds into a file, which is there once it is whole.

    Where somebody changes the map each time that it is read, who comes next waits until it is read once more. Raises BadInput when the file cannot be
    written, DatabaseUnavailable when the data are being migrated.
    """
    require_place(path)
    # Only its owner may read it, as it holds what is private.
    with (
        written(path, 0o600) as target,
        TemporaryFile(dir=path.parent) as nodes,
        TemporaryFile(dir=path.parent) as rest,
    ):
        marks = await migrations.marks(store)
        if not all(mark.ended for mark in marks):
            raise DatabaseUnavailable("The data are being migrated. Try again when that has ended.")
        sequence, at, census = await _copied(store, nodes, rest, progress)
        progress("Packing", None)
        rest.seek(0)
        await asyncio.to_thread(shutil.copyfileobj, rest, nodes)
        head = Head(
            content.FORMAT,
            version("spojenci"),
            at,
            sequence,
            marks,
            census.nodes,
            census.relationships,
            dict(census.labels),
            dict(census.types),
            await asyncio.to_thread(content.digest, nodes),
        )
        await asyncio.to_thread(content.write, target, head, nodes)
        return head


async def _copied(store: Store, nodes: BinaryIO, rest: BinaryIO, progress: Progress) -> tuple[int, str, Census]:
    """Read everything: without holding writers up if none comes, else in the turn of a writer."""
    for _ in range(FREELY):
        sequence, at, turn = await store.write(_turn, "backup", timeout=TURN_TIMEOUT)
        async with store.transaction("backup", timeout=TIMEOUT) as transaction:
            census = await _read(transaction, nodes, rest, progress)
        if (await store.write(_turn, "backup", timeout=TURN_TIMEOUT))[2] == turn:
            return sequence, at, census
        for file in (nodes, rest):
            file.seek(0)
            file.truncate()
    async with store.transaction("backup", timeout=TIMEOUT) as transaction:
        sequence, at, _ = await _turn(transaction)
        return sequence, at, await _read(transaction, nodes, rest, progress)


async def _turn(transaction: Transaction) -> tuple[int, str, str | None]:
    """The number of the last change, the time, and the turn of the last writer, when none is under way."""
    [[sequence, at, turn]] = await transaction.run(BACKUP["turn"].text)
    return sequence, at, turn


async def _read(transaction: Transaction, nodes: BinaryIO, rest: BinaryIO, progress: Progress) -> Census:
    """Relationships first: between two nodes that somebody makes who does not take turns, there is none yet."""
    census = Census()
    [[relationships, number]] = await transaction.run(BACKUP["number"].text)
    total = relationships + number or 1

    async def copy(
        name: str, target: BinaryIO, line: Callable[[Values], bytes], count: Callable[[Values, bytes], None]
    ) -> None:
        async for [rows] in transaction.stream(BACKUP[name].text):
            for row in rows:
                written = line(row)
                target.write(written)
                count(row, written)
            progress("Reading", min((census.nodes + census.relationships) / total, 1.0))

    await copy("relationships", rest, content.relationship_line, census.relationship)
    await copy("nodes", nodes, content.node_line, census.node)
    return census
