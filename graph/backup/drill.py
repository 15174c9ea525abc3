"""A drill: the newest backup and its log are restored into a fresh database, which is compared and thrown away.

Run as a process of its own, ``python -m graph.backup.drill FOLDER``, it holds up nobody who serves.
"""

import asyncio
import signal
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from graph.backup import replaying
from graph.errors import SpojenciError
from graph.progress import Progress
from graph.settings import Settings

RESULT = "drill.json"
SECONDS = 3600.0
"""Seconds that a drill may take."""


@dataclass(frozen=True, slots=True)
class Drilled:
    """How a drill ended: when it began, whether all was there, in words; ``good`` is when one last succeeded."""

    at: float
    ok: bool
    message: str
    good: float = 0.0


def last(folder: Path) -> Drilled | None:
    """How the last drill in a folder ended."""
    with suppress(OSError, ValueError, TypeError):
        return Drilled(**orjson.loads((folder / RESULT).read_bytes()))
    return None


def last_good(folder: Path) -> float:
    """When a drill last succeeded; 0 where none has."""
    found = last(folder)
    return found.good if found else 0.0


def hold(folder: Path, settings: Settings, progress: Progress) -> Drilled:
    """Restore the last moment that a folder has, and keep how that ended beside it."""
    begin, good = time.time(), last_good(folder)
    try:
        told = _restored(folder, settings, progress)
        result = Drilled(begin, True, told, begin)
    except SpojenciError as error:
        result = Drilled(begin, False, error.message, good)
    _keep(folder, result)
    return result


def _keep(folder: Path, result: Drilled) -> None:
    part = folder / f".{RESULT}.part"
    part.write_bytes(orjson.dumps(asdict(result)))
    part.replace(folder / RESULT)


def _restored(folder: Path, settings: Settings, progress: Progress) -> str:
    # Imported late: it cannot be on Windows, where a Neo4j of NEO4J_URI serves.
    from graph import embedded

    found = replaying.opened(folder, None)
    with tempfile.TemporaryDirectory(prefix="spojenci-drill-") as home:
        own = settings.model_copy(
            update={
                "home": Path(home),
                "neo4j_uri": None,
                "neo4j_database": "neo4j",
                "bolt_port": 0,
                "read_timeout": SECONDS,
            }
        )

        async def restore() -> replaying.Reached:
            async with endpoint.open(own) as store:
                return await replaying.restore(store, found, progress)

        with embedded.attached(own, progress) as endpoint:
            reached = asyncio.run(restore())
    if not reached.sound:
        unfit = f", and {len(reached.unfit):,} records did not fit" if reached.unfit else ""
        raise SpojenciError(
            f"What was restored up to change {reached.sequence:,} is not what the log says{unfit}. Something was written beside "
            "the log: see `spojenci doctor`."
        )
    head = found.backup.head
    return (
        f"{head.nodes:,} nodes, {head.relationships:,} relationships and {reached.sequence - head.sequence:,} changes since "
        f"came back whole, up to change {reached.sequence:,}."
    )


async def in_process(folder: Path) -> None:
    """Hold a drill in a process of its own; what becomes of it is kept in the folder."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "graph.backup.drill", str(folder))
    try:
        async with asyncio.timeout(SECONDS):
            code = await process.wait()
    except TimeoutError:
        code = 1
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
    if code:
        message = (
            f"It did not end within {SECONDS / 60:.0f} minutes, or could not begin; the log of the service says why."
        )
        _keep(folder, Drilled(time.time(), False, message, last_good(folder)))


def _quiet(_: str, __: float | None) -> None:
    pass


def _stop(*_: object) -> None:
    raise SystemExit(1)  # which ends Neo4j too on its way out


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    hold(Path(sys.argv[1]), Settings(), _quiet)
