"""``spojenci backup`` and ``restore``: everything that the database holds, into a file and out of it."""

import time
from pathlib import Path
from typing import Annotated

import typer

from cli import output
from cli.progress import Reporter
from cli.session import read_settings, run, with_graph
from graph.backup import drill as drills
from graph.backup import replaying, restoring, snapshot
from graph.backup.content import Backup, Head
from graph.backup.replaying import Moment, Reached
from graph.database import WAIT, connected, prepare, reach
from graph.errors import BadInput, SpojenciError
from graph.progress import Progress
from graph.settings import Settings
from graph.store import Endpoint, Store
from graph.writable import require_place


def backup(file: Annotated[Path, typer.Argument(help="Where to, such as map.backup.gz.")]) -> None:
    """Write everything that the database holds into a file, while the service serves.

    The map, with what is private and hidden in it, its log, keys (their hashes), models, feedback and webhooks.
    """
    begin = time.monotonic()
    require_place(file)

    async def make(store: Store, progress: Progress) -> Head:
        return await snapshot.make(store, file, progress)

    head = with_graph(make)
    output.say(f"{_told(head)}; {file.stat().st_size / 1e6:,.1f} MB, in {time.monotonic() - begin:.1f} s.")


def restore(
    source: Annotated[
        Path, typer.Argument(help="What `spojenci backup` has written, or the folder of the service's own backups.")
    ],
    at: Annotated[
        str | None, typer.Option(help="Of a folder: which moment, 2026-11-29T16:05:00+01:00; else the last one.")
    ] = None,
) -> None:
    """Write a backup into an empty database, compare the two, and migrate the data where this version is newer.

    From a folder, the changes that were made after the backup are done again, up to the moment. The database is that of
    the settings: the embedded one of SPOJENCI_HOME, whose service must not run, or NEO4J_URI.
    """
    begin, settings = time.monotonic(), read_settings()
    if at and not source.is_dir():
        raise BadInput("A moment is restored from a folder of backups; one backup is one moment.", place="at")
    with Reporter() as progress:
        progress(f"Looking through {source.name}", None)
        found = replaying.opened(source, at) if source.is_dir() else restoring.opened(source)
        with connected(settings, service=True, progress=progress) as endpoint:
            told = run(_restore(endpoint, settings, found, progress))
    output.say(f"Restored: {told}; in {time.monotonic() - begin:.1f} s.")


async def _restore(endpoint: Endpoint, settings: Settings, found: Backup | Moment, progress: Progress) -> str:
    async with endpoint.open(settings) as store:
        await reach(store, progress, wait=WAIT)
        if isinstance(found, Backup):
            told = f"{_told(await restoring.restore(store, found, progress))}, all as in the backup"
        else:
            told = _reached(found, await replaying.restore(store, found, progress))
        await prepare(store, progress)
        return told


def _reached(found: Moment, reached: Reached) -> str:
    if not reached.sound:
        output.warn(
            f"Not all of the map is what the log says ({len(reached.unfit):,} records did not fit): something was written "
            "beside it. `spojenci doctor` tells what."
        )
    again = reached.sequence - found.backup.head.sequence
    return f"{_told(found.backup.head)}, and {again:,} changes after it, as of {reached.at}"


def drill(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of backups.", show_default="SPOJENCI_BACKUP_FOLDER")
    ] = None,
) -> None:
    """Restore the last moment of a folder into a fresh embedded Neo4j, compare, and throw it away."""
    settings = read_settings()
    if (kept := folder or settings.backup_folder) is None:
        raise BadInput("Name a folder of backups, or set SPOJENCI_BACKUP_FOLDER.", place="folder")
    with Reporter() as progress:
        held = drills.hold(kept, settings, progress)
    if not held.ok:
        raise SpojenciError(held.message)
    output.say(held.message)


def _told(head: Head) -> str:
    return f"{head.nodes:,} nodes and {head.relationships:,} relationships, up to change {head.sequence:,} ({head.made[:19]}Z)"
