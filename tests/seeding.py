"""Embedded databases that hold the seed from their start, without the schools and the other allies near libraries.

To load the seed takes half a minute of processor time. It is done once; the data of the Neo4j that was stopped then
stay in the cache, under a key of all that they depend on, and are copied for each need.
"""

import asyncio
import hashlib
import shutil
from pathlib import Path

from filelock import FileLock

from graph import database
from graph.derived import constraints
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint

ROOT = Path(__file__).resolve().parent.parent
MAKERS = ("cypher", "graph", "seed")
KEPT = 3
"""Databases of different sources that stay in the cache, such as those of two branches."""


def copy_to(settings: Settings) -> None:
    """Fill the home of ``settings``, where no Neo4j has run yet."""
    folder = settings.cache / "seeded"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "lock"):
        made = folder / _key()
        if not made.exists():
            _make(settings, made)
        made.touch()
        shutil.copytree(made, settings.home, dirs_exist_ok=True)
        others = sorted((path for path in folder.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
        for other in others[:-KEPT]:
            shutil.rmtree(other)


def _key() -> str:
    """Of all files that the data can depend on: loading reaches most of ``graph``."""
    files = sorted(path for name in MAKERS for path in (ROOT / name).rglob("*.*") if path.suffix != ".pyc")
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(ROOT)} {path.stat().st_size}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _make(settings: Settings, made: Path) -> None:
    part = made.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    own = settings.model_copy(update={"home": part})
    with database.connected(own, service=True, progress=_silent) as endpoint:
        asyncio.run(_load(own, endpoint))
    for folder in part.joinpath("neo4j").iterdir():
        if folder.name != "data":
            shutil.rmtree(folder)
    part.replace(made)


async def _load(settings: Settings, endpoint: Endpoint) -> None:
    async with endpoint.open(settings) as store:
        await constraints.apply(store, SCHEMA, first=True)
        await database.fill(store, _silent, allies=False)
        await constraints.apply(store, SCHEMA)
        await store.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")


def _silent(text: str, share: float | None) -> None:
    pass
