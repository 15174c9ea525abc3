"""Restoring a backup into an empty database, of whatever kind and version it is, and comparing the two."""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from graph.backup import content
from graph.backup.content import Backup, Census, Head
from graph.errors import Conflict, DatabaseUnavailable, SpojenciError
from graph.progress import Progress
from graph.questions.named import BACKUP
from graph.store import Store, Transaction, Values
from graph.upkeep import migrations

TIMEOUT = 600.0
"""Seconds that writing a batch may take."""

COMPARING = 3600.0
"""Seconds that reading everything again may take."""

BATCH = 2000
"""Rows that are written at once."""


def opened(path: Path) -> Backup:
    """A file to restore, read through to its end.

    Raises
    ------
    BadInput, InvalidFile
        It cannot be read; it is damaged or no backup.
    DatabaseNewer, MigrationChanged
        It comes from a newer version, or from another one than this.
    """
    backup = Backup.of(path)
    migrations.pending(migrations.load(), backup.head.migrations)
    return backup


async def restore(store: Store, backup: Backup, progress: Progress) -> Head:
    """Write what a backup holds into an empty database, and read it again to compare.

    Migrations and constraints are for ``database.prepare``. Raises as :func:`taken` does.
    """
    async with taken(store):
        return await fill(store, backup, progress)


@asynccontextmanager
async def taken(store: Store) -> AsyncIterator[None]:
    """An empty database to restore into, on which no service starts meanwhile.

    What a restore has left there that did not end is deleted first. Where this one fails, the database is empty again;
    where it is killed, the next one does that.

    Raises
    ------
    Conflict
        The database is not empty.
    DatabaseUnavailable
        It does not answer any more.
    SpojenciError
        The restore failed; the database is empty again.
    """
    await _take(store)
    try:
        yield
    except DatabaseUnavailable:
        raise
    except SpojenciError as error:
        await _clear(store)
        raise SpojenciError(f"{error.message} The database at {store.uri} is empty again.") from error
    await store.command(BACKUP["end"].text)


async def fill(store: Store, backup: Backup, progress: Progress) -> Head:
    """Write what a backup holds into a database that is :func:`taken`, and read it again to compare.

    Raises SpojenciError when it holds something else than the backup afterwards.
    """
    await store.command(BACKUP["index"].text)
    total, done = backup.head.nodes + backup.head.relationships or 1, 0
    for name, rows in _batches(backup.lines()):
        await store.write(partial(_create, name=name, rows=rows), "restore", timeout=TIMEOUT)
        done += len(rows)
        progress("Restoring", done / total)
    await _compare(store, backup, progress)
    progress("Ending", None)
    await store.command(BACKUP["settle"].text)
    await store.command(BACKUP["drop_index"].text)
    return backup.head


async def require_ended(store: Store) -> None:
    """Raise Conflict when the database holds what a restore has left that did not end."""
    [[_, unfinished]] = await store.read(BACKUP["state"].text, name="restore")
    if unfinished:
        raise Conflict("A restore into this database did not end. Begin it again: spojenci restore FILE.")


async def _take(store: Store) -> None:
    [[foreign, _]] = await store.read(BACKUP["state"].text, name="restore")
    if foreign:
        raise Conflict(
            f"The database at {store.uri} is not empty. Restore into an empty one: for the embedded Neo4j, set SPOJENCI_HOME "
            "to a new folder."
        )
    await store.command(BACKUP["begin"].text)
    await store.command(BACKUP["clear"].text)


async def _clear(store: Store) -> None:
    for name in ("drop_index", "clear", "end"):
        await store.command(BACKUP[name].text)


async def _create(transaction: Transaction, *, name: str, rows: list[Values]) -> None:
    await transaction.run(BACKUP[name].text, {"rows": rows})


def _batches(lines: Iterable[tuple[bool, Values]]) -> Iterator[tuple[str, list[Values]]]:
    """The statement for some rows, and the rows."""
    kind, rows = True, list[Values]()
    for is_node, row in lines:
        if rows and (is_node is not kind or len(rows) == BATCH):
            yield "create_nodes" if kind else "create_relationships", rows
            rows = []
        kind = is_node
        rows.append(row)
    if rows:
        yield "create_nodes" if kind else "create_relationships", rows


async def _compare(store: Store, backup: Backup, progress: Progress) -> None:
    progress("Comparing", None)
    census = Census()
    async with store.transaction("compare", timeout=COMPARING) as transaction:
        async for [rows] in transaction.stream(BACKUP["restored_nodes"].text):
            for row in rows:
                del row[2]["restoring"]
                census.node(row, content.node_line(row))
        async for [rows] in transaction.stream(BACKUP["restored_relationships"].text):
            for row in rows:
                census.relationship(row, content.relationship_line(row))
    if census != backup.census:
        raise SpojenciError(
            f"The database holds {census.nodes:,} nodes and {census.relationships:,} relationships, which are not those of "
            "the backup. Restore again, while nobody else uses the database."
        )
