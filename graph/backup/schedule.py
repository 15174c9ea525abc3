"""Backups by the clock, the log shipped beside the newest, and drills: one process does it, the others look on."""

import asyncio
import logging
import time
from collections.abc import Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout
from prometheus_client import CollectorRegistry, Gauge

from graph.backup import drill, snapshot
from graph.backup.content import Head
from graph.backup.drill import Drilled
from graph.backup.replaying import PATTERN, log_of
from graph.backup.shipping import Broken, Moved, Shipment
from graph.errors import SpojenciError
from graph.settings import Settings
from graph.store import Store
from graph.writable import PARTS

logger = logging.getLogger("spojenci")

SHIPPING = 2.0
"""Seconds from one look at the log to the next."""

LATE = 10.0
"""Seconds after which what was acknowledged should be in the shipped log."""

CHECKING = 600.0
"""Seconds from one look whether a backup or a drill is due to the next."""

AGAIN = 30.0
"""Seconds after which a backup that failed is tried again."""

_NAME = "spojenci-%Y-%m-%dT%H%M%SZ.backup.gz"

_EXPECTED = (SpojenciError, OSError)


class Elapsed:
    """How long ago something was, by the clock of the machine or, where that was set back, by one that never is."""

    def __init__(self) -> None:
        self._at = 0.0
        self._seen = time.monotonic()

    def since(self, at: float) -> float:
        """Seconds since a time of the clock, asked of again and again: at least those since it was first asked of."""
        if at != self._at:
            self._at, self._seen = at, time.monotonic()
        return max(time.time() - at, time.monotonic() - self._seen)


class Backups:
    """Keeps backups and the log in a folder while it is entered. Who has the lock of the folder does so."""

    def __init__(self, store: Store, settings: Settings, folder: Path) -> None:
        self._store = store
        self._settings = settings
        self._folder = folder
        self._lock = FileLock(folder / ".lock", timeout=0, thread_local=False)
        self._foreign: Path | None = None
        self._locked: tuple[int, int] | None = None
        self._was_there = False
        self._shipment: Shipment | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._turn = asyncio.Lock()
        self._due = asyncio.Event()
        self._failing: dict[str, str] = {}
        self._backed_up, self._drilled = Elapsed(), Elapsed()

    def show(self, metrics: CollectorRegistry) -> None:
        """Tell among the figures when what is kept was made."""

        def figure(name: str, text: str) -> Gauge:
            return Gauge(f"spojenci_{name}_timestamp_seconds", f"When {text}; 0 before the first.", registry=metrics)

        figure("backup", "the newest backup was made").set_function(lambda: newest(self._folder))
        figure("log_shipped", "all that was written was in the shipped log").set_function(lambda: shipped(self._folder))
        figure("drill", "a restore of it was last tried with success").set_function(
            lambda: drill.last_good(self._folder)
        )

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(each) for each in (self._shipping(), self._backing_up(), self._drilling())]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.release()

    def release(self) -> None:
        """Leave it to another process."""
        self._drop()
        self._lock.release()

    @property
    def leads(self) -> bool:
        """Whether this process is the one that keeps them."""
        return self._lock.is_locked

    # The log ----------------------------------------------------------------------------------------------------------

    async def _shipping(self) -> None:
        while True:
            await self._guarded("shipping the log", self.ship())
            await asyncio.sleep(SHIPPING)

    async def ship(self) -> None:
        """Bring the log up to now, if this process is the one that does so; a backup is due where there is none to follow."""
        if not self._mine():
            return
        async with self._turn:
            if self._shipment is None:
                await self._resume()
            if self._shipment:
                try:
                    await self._shipment.ship()
                except (OSError, Moved) as error:
                    self._drop()  # what was written in part is cut off when it is resumed
                    if isinstance(error, Broken) and (kept := backups(self._folder)):
                        self._foreign = kept[-1]
                    raise

    async def _resume(self) -> None:
        """Go on with the log, also while a backup is due for which there is no room."""
        kept = backups(self._folder)
        if kept and kept[-1] != self._foreign:
            self._shipment = await Shipment.resume(self._store, kept[-1])
            self._foreign = None if self._shipment else kept[-1]
        if self._shipment is None:
            self._due.set()

    def _mine(self) -> bool:
        if self.leads and _number(Path(self._lock.lock_file)) != self._locked:
            self.release()  # another folder is there by now, or none
        is_there = self._folder.is_dir()
        self._was_there = self._was_there or is_there
        may_be_made = not self._was_there  # later, the lock would make it where its disk is away
        if not self.leads and (is_there or may_be_made):
            with suppress(Timeout):
                self._lock.acquire()
                self._locked = _number(Path(self._lock.lock_file))
        return self.leads

    def _drop(self) -> None:
        if self._shipment:
            with suppress(OSError):
                self._shipment.close()
        self._shipment = None

    # Backups ----------------------------------------------------------------------------------------------------------

    async def _backing_up(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._due.wait(), self._seconds_left())
            done = not self.leads or await self._guarded("a backup", self.make())
            await asyncio.sleep(SHIPPING if done else AGAIN)

    def _seconds_left(self) -> float:
        """Seconds until the next backup; a process that may take over looks now and then."""
        return min(max(self._left(), SHIPPING), CHECKING)

    def _left(self) -> float:
        return self._settings.backup_every * 3600 - self._backed_up.since(newest(self._folder))

    async def make(self) -> None:
        """Make a backup where one is due, begin its log, and delete those that are too many then."""
        if not self._due.is_set() and self._left() > 0:
            return
        self._due.set()  # until its log has begun too
        path = _next(self._folder)
        for part in self._folder.glob(PARTS.format(PATTERN, "*")):  # of a process that was killed: one alone does this
            part.unlink(missing_ok=True)
        head = await snapshot.make(self._store, path, _quiet)
        async with self._turn:
            following = await self._following(path, head)
            self._drop()
            self._shipment, self._foreign = following, None
        self._due.clear()
        for old in backups(self._folder)[: -self._settings.backup_keep]:
            _forget(old)

    async def _following(self, path: Path, head: Head) -> Shipment:
        """The log beside a new backup. Where it cannot begin, neither is kept: changes go on into the log of an older one."""
        try:
            return await Shipment.begin(self._store, path, head)
        except Exception:
            _forget(path)
            raise

    # Drills -----------------------------------------------------------------------------------------------------------

    async def _drilling(self) -> None:
        while self._settings.backup_drill:
            await asyncio.sleep(CHECKING)
            if self.leads and self._is_drill_due():
                await self._guarded("a drill", drill.in_process(self._folder))

    def _is_drill_due(self) -> bool:
        found = drill.last(self._folder)
        begun = max(found.at if found else 0.0, 0.0)
        return bool(backups(self._folder)) and self._drilled.since(begun) > self._settings.backup_drill * 3600

    # What is wrong ----------------------------------------------------------------------------------------------------

    async def _guarded(self, what: str, work: Coroutine[object, object, object]) -> bool:
        """Whether something went well; the log tells what did not, once for as long as it lasts."""
        try:
            await work
        except Exception as error:
            if self._failing.get(what) != (failure := repr(error)):
                self._failing[what] = failure
                logger.warning("%s: not possible now: %s", what, error, exc_info=not isinstance(error, _EXPECTED))
            return False
        self._failing.pop(what, None)
        return True


def troubles(settings: Settings, since: float) -> list[str]:
    """What is wrong with the backups of a service that runs ``since`` then, in words."""
    folder, now = settings.backup_folder, time.time()
    if folder is None:
        return []
    return [*_late(settings, folder, now, since), *_drilled(settings, drill.last(folder), now, since)]


def _late(settings: Settings, folder: Path, now: float, since: float) -> list[str]:
    found = []
    if now - max(newest(folder), since) > settings.backup_every * 2 * 3600:
        found.append(f"No backup has been made in {folder} for more than {settings.backup_every * 2:g} hours.")
    if now - max(shipped(folder), since + 60) > LATE:
        found.append(
            f"What was written since {_told(shipped(folder))} is not in the log beside the backups in {folder}."
        )
    return found


def _drilled(settings: Settings, last: Drilled | None, now: float, since: float) -> list[str]:
    if not settings.backup_drill:
        return []
    if last and not last.ok:
        return [f"The drill of {_told(last.at)} failed: {last.message}"]
    if now - max(last.at if last else 0.0, since) > settings.backup_drill * 2 * 3600:
        return [f"No drill has been held for more than {settings.backup_drill * 2:g} hours."]
    return []


def _told(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds") if at else "the beginning"


def backups(folder: Path) -> list[Path]:
    """The backups of a folder, the oldest first, as their names say it."""
    return sorted(folder.glob(PATTERN))


def _forget(backup: Path) -> None:
    """Delete a backup and the log beside it."""
    log_of(backup).unlink(missing_ok=True)
    backup.unlink(missing_ok=True)


def _next(folder: Path) -> Path:
    """The backup to make: its name comes after all others, also where the clock was set back."""
    now = datetime.now(UTC).replace(microsecond=0)
    for last in backups(folder)[-1:]:
        with suppress(ValueError):
            now = max(now, datetime.strptime(last.name, _NAME).replace(tzinfo=UTC) + timedelta(seconds=1))
    return folder / now.strftime(_NAME)


def _number(path: Path) -> tuple[int, int] | None:
    """What tells a file from one that takes its place."""
    with suppress(OSError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None


def newest(folder: Path) -> float:
    """When the newest backup was made."""
    return _modified(backups(folder)[-1:])


def shipped(folder: Path) -> float:
    """When all that was written was in the log."""
    return _modified([log_of(each) for each in backups(folder)])


def _modified(paths: list[Path]) -> float:
    times = [0.0]
    for path in paths:
        with suppress(FileNotFoundError):
            times.append(path.stat().st_mtime)
    return max(times)


def _quiet(_: str, __: float | None) -> None:
    pass
