"""Migrations: changes of stored data, applied in order, each once, when a service or a command starts.

A migration is a file ``cypher/migrations/V0001__NAME.cypher``. An ``:Internal`` node of the kind ``Migration`` marks that it
was applied. While a process applies one, it holds a lease on that node, so that others wait for it; when it dies, the lease runs out and the
next process runs the migration again from its beginning. Each migration is written so that this does no harm.
"""

import asyncio
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from graph.derived.constraints import MIGRATION
from graph.errors import (
    DatabaseNewer,
    DatabaseTimeout,
    DatabaseUnavailable,
    MigrationChanged,
    MigrationFailed,
    SpojenciError,
)
from graph.progress import Progress
from graph.questions.named import FOLDER as CYPHER
from graph.questions.named import UPKEEP
from graph.store import Parameters, Store, Transaction, Values

FOLDER = CYPHER / "migrations"

LEASE = 30.0
"""Seconds after which the lease of a process that has died runs out; a living one renews it three times as often."""

POLL = 0.5
"""Seconds between two looks whether another process has finished."""

TIMEOUT = 6 * 3600.0
"""Seconds that one statement of a migration may take."""

_LEASE_TIMEOUT = 10.0
_MENDED = re.compile(r"^// instead of ([0-9a-f]{64})$", re.MULTILINE)
_NAME = re.compile(r"V(\d{4})__[a-z0-9_]+")


@dataclass(frozen=True)
class Migration:
    """One file of the chain; ``name`` is its name without the suffix."""

    version: int
    name: str
    text: str

    @cached_property
    def checksum(self) -> str:
        """SHA-256 of the file, the same for all kinds of line ends."""
        return sha256(self.text.encode()).hexdigest()

    @cached_property
    def accepted(self) -> frozenset[str]:
        """The checksums of all texts that count as this migration: its own, and those that it was mended from."""
        return frozenset({self.checksum, *_MENDED.findall(self.text)})

    @cached_property
    def statements(self) -> tuple[str, ...]:
        """Its statements without comments; each ends with a semicolon at the end of a line."""
        lines = (line for line in self.text.splitlines() if not line.lstrip().startswith("//"))
        parts = re.split(r";[ \t]*(?:\n|$)", "\n".join(lines))
        return tuple(filter(None, map(str.strip, parts)))


@dataclass(frozen=True, slots=True)
class Mark:
    """What the database holds about one migration; ``ended`` is None while it is not finished. Times are ISO 8601."""

    version: int
    name: str
    checksum: str
    begun: str
    ended: str | None


def load(folder: Path = FOLDER) -> tuple[Migration, ...]:
    """The chain of a folder. Raises ValueError when a name is malformed, or the numbers are not 1, 2, 3 and so on."""
    chain = tuple(map(_read, sorted(folder.glob("*.cypher"))))
    for number, migration in enumerate(chain, 1):
        if migration.version != number:
            raise ValueError(f"{migration.name} stands where number {number:04} has to")
    return chain


def _read(path: Path) -> Migration:
    if not (found := _NAME.fullmatch(path.stem)):
        raise ValueError(f"{path.name} is no name of a migration; write V0001__what_it_does.cypher")
    return Migration(int(found[1]), path.stem, path.read_text("utf-8"))


async def marks(store: Store) -> list[Mark]:
    """What the database holds about migrations, in their order."""
    return [Mark(*row) for row in await store.read(UPKEEP["marks"].text, name="migrations")]


def pending(chain: Sequence[Migration], found: Sequence[Mark]) -> list[Migration]:
    """The migrations that are not finished.

    Raises
    ------
    DatabaseNewer
        The database holds a migration that the chain does not know.
    MigrationChanged
        A file is not the one that was applied.
    """
    if found and found[-1].version > len(chain):
        known = chain[-1].name if chain else "none"
        raise DatabaseNewer(
            f"A newer version of spojenci has migrated this database: it holds {found[-1].name}; the last migration "
            f"that this version knows is {known}. Install the newer version, or use another database."
        )
    done = {mark.version: mark for mark in found if mark.ended}
    for migration in chain:
        mark = done.get(migration.version)
        if mark and (mark.name != migration.name or mark.checksum not in migration.accepted):
            raise MigrationChanged(
                f"{migration.name}.cypher is not the file that was applied to this database on {mark.ended} "
                f"({mark.name}). Restore that file; a further change of the data is a new file."
            )
    return [migration for migration in chain if migration.version not in done]


async def begin(store: Store, chain: Sequence[Migration]) -> None:
    """Mark the chain as applied in a database that holds nothing yet; to run it there would take seconds, and do nothing."""
    if await marks(store):
        return
    await store.define(MIGRATION)
    rows = [{"version": each.version, "name": each.name, "checksum": each.checksum} for each in chain]
    await _write(store, "begin", {"chain": rows})


async def apply(store: Store, chain: Sequence[Migration], progress: Progress, *, lease: float = LEASE) -> None:
    """Apply what is pending, or wait until other processes have.

    Raises
    ------
    DatabaseNewer, MigrationChanged
        As :func:`pending` does; nothing is done then.
    MigrationFailed
        Neo4j refuses a statement. The next start tries again.
    DatabaseUnavailable, DatabaseTimeout
        The next start goes on.
    """
    if not (waiting := pending(chain, await marks(store))):
        return
    await store.define(MIGRATION)
    owner = uuid4().hex
    for migration in waiting:
        await _Application(store, migration, owner, lease).complete(progress)


class _Application:
    """One migration, applied by this process or another one."""

    def __init__(self, store: Store, migration: Migration, owner: str, lease: float) -> None:
        self._store = store
        self._migration = migration
        self._lease = lease
        self._held: dict[str, object] = {"version": migration.version, "owner": owner}

    async def complete(self, progress: Progress) -> None:
        """Return once it is finished, whoever does it."""
        claim = self._held | {
            "name": self._migration.name,
            "checksum": self._migration.checksum,
            "seconds": self._lease,
        }
        while True:
            [[mine, finished]] = await _write(self._store, "claim", claim)
            if finished:
                return
            if mine:
                progress(f"Migrating the data: {self._migration.name}", None)
                await self._attempt()
            else:
                progress(f"Waiting for another process to migrate the data: {self._migration.name}", None)
                await asyncio.sleep(POLL)

    async def _attempt(self) -> None:
        """Run it until it is finished or the lease is lost; a failure gives the lease back."""
        running, renewing = asyncio.create_task(self._run()), asyncio.create_task(self._renew())
        try:
            await asyncio.wait((running, renewing), return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                await running
        except BaseException:
            with suppress(SpojenciError):
                await asyncio.shield(_write(self._store, "release", self._held))
            raise
        finally:
            running.cancel()
            renewing.cancel()
            await asyncio.gather(running, renewing, return_exceptions=True)

    async def _run(self) -> None:
        for statement in self._migration.statements:
            try:
                await self._store.command(statement, name=self._migration.name, timeout=TIMEOUT)
            except (DatabaseUnavailable, DatabaseTimeout):
                raise
            except SpojenciError as error:
                raise MigrationFailed(
                    f"The migration {self._migration.name} failed: {error.message.rstrip('.')}. Mend the data, or use the version "
                    "of spojenci before. The next start runs it again."
                ) from error
        await _write(self._store, "finish", self._held)

    async def _renew(self) -> None:
        """Renew the lease; returns when it is lost. That the database is away for a moment is no loss."""
        renewal, held = self._held | {"seconds": self._lease}, True
        while held:
            await asyncio.sleep(self._lease / 3)
            with suppress(DatabaseUnavailable, DatabaseTimeout):
                held = bool(await _write(self._store, "renew", renewal))


async def _write(store: Store, name: str, values: Parameters) -> list[Values]:
    async def work(transaction: Transaction) -> list[Values]:
        return await transaction.run(UPKEEP[name].text, values)

    return await store.write(work, f"migration_{name}", timeout=_LEASE_TIMEOUT)
