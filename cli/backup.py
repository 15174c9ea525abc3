"""``spojenci backup`` and ``restore``: everything that the database holds, into a file and out of it."""

import time
from pathlib import Path
from typing import Annotated

import typer

from cli import output
from cli.progress import Reporter
from cli.session import read_settings, run, with_graph
from graph.backup import restoring, snapshot
from graph.backup.content import Backup, Head
from graph.database import WAIT, connected, prepare, reach
from graph.progress import Progress
from graph.settings import Settings
from graph.store import Endpoint, Store


def backup(file: Annotated[Path, typer.Argument(help="Where to, such as map.backup.gz.")]) -> None:
    """Write everything that the database holds into a file, while the service serves.

    The map, with what is private and hidden in it, its log, keys (their hashes), models, feedback and webhooks.
    """
    begin = time.monotonic()

    async def make(store: Store, progress: Progress) -> Head:
        return await snapshot.make(store, file, progress)

    head = with_graph(make)
    output.say(f"{_told(head)}; {file.stat().st_size / 1e6:,.1f} MB, in {time.monotonic() - begin:.1f} s.")


def restore(file: Annotated[Path, typer.Argument(help="What `spojenci backup` has written.")]) -> None:
    """Write a backup into an empty database, compare the two, and migrate the data where this version is newer.

    The database is that of the settings: the embedded one of SPOJENCI_HOME, whose service must not run, or NEO4J_URI.
    """
    begin, settings = time.monotonic(), read_settings()
    with Reporter() as progress:
        progress(f"Looking through {file.name}", None)
        found = restoring.opened(file)
        with connected(settings, service=True, progress=progress) as endpoint:
            run(_restore(endpoint, settings, found, progress))
    output.say(f"Restored: {_told(found.head)}, all as in the backup; in {time.monotonic() - begin:.1f} s.")


async def _restore(endpoint: Endpoint, settings: Settings, found: Backup, progress: Progress) -> None:
    async with endpoint.open(settings) as store:
        await reach(store, progress, wait=WAIT)
        await restoring.restore(store, found, progress)
        await prepare(store, progress)


def _told(head: Head) -> str:
    return f"{head.nodes:,} nodes and {head.relationships:,} relationships, up to change {head.sequence:,} ({head.made[:19]}Z)"
