"""Sees to the embedded Neo4j of a service: what hangs or has met a critical error is started again, a lost guard replaced."""

import logging
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self

from graph.embedded import guard
from graph.errors import EmbeddedError
from graph.store import AccountRefused, Endpoint
from graph.store.condition import HANGS, Condition
from graph.store.health import Ailment, Illness

logger = logging.getLogger("spojenci")

EVERY = 1.0
"""Seconds between two looks where there is trouble."""

RESTING = 5.0
"""Seconds between two looks where there is none."""

HANGING = 3.0
"""Seconds of silence, without work, after which Java is ended."""

SETTLING = 10.0
"""Seconds after Java was ended in which nothing else is done to it."""

STUCK = 6.0
"""Seconds without a Java, more than its guard ever pauses, after which the guard is taken to hang and is ended."""

AGAIN = 2.0
"""Seconds between two tries to replace a guard."""

LEAVING = 5.0
"""Seconds for which the end of the service waits for the keeper."""

GIVEN_UP = 180.0
"""Seconds without an answer after which the service ends, so that whoever keeps it starts it anew."""

IDLE = 0.05
"""Share of a processor that a Java takes which does nothing."""

SPARE_BYTES = 64 * 1024 * 1024
"""Room on the disk below which a critical error is put down to its being full, and awaited."""

STARTING_BYTES = 256 * 1024 * 1024
"""Room on the disk below which Neo4j is not started."""


class Keeper:
    """Keeps the Neo4j of a home while it is entered, in a thread of its own, and says in its condition what is wrong.

    ``restart`` starts a new guard, or joins the one that another process has started; it raises EmbeddedError.
    """

    def __init__(
        self, home: Path, endpoint: Endpoint, guarded: Callable[[], bool], restart: Callable[[], None]
    ) -> None:
        self._home = home
        self._endpoint = endpoint
        self._guarded = guarded
        self._restart = restart
        self._condition: Condition = endpoint.condition
        self._condition.is_idle = Idleness(home).is_idle
        self._idleness = Idleness(home)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="keeper")
        self._ill_since: float | None = None
        self._idle_since: float | None = None
        self._lost: tuple[int, float] | None = None
        self._settled_at = self._looked_at = 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(LEAVING)

    def _run(self) -> None:
        while not self._ended.wait(EVERY):
            is_well = self._condition.trouble is None and self._ill_since is None
            if is_well and time.monotonic() - self._looked_at < RESTING:
                continue
            self._looked_at = time.monotonic()
            try:
                self._see_to_it()
            except EmbeddedError as error:  # whoever asks learns no paths
                self._condition.cause, self._condition.fatal = _HOPELESS, error
                return
            except AccountRefused as error:  # an administrator's matter, which nothing here mends
                self._condition.cause = error.message
            except Exception:
                logger.exception("the keeper of Neo4j failed; it goes on")

    def _see_to_it(self) -> None:
        now = time.monotonic()
        ailment = self._endpoint.ailment()
        if ailment is None:
            self._condition.cause = self._ill_since = self._idle_since = None
            return
        self._ill_since = self._ill_since or now
        if not self._home.is_dir():
            raise EmbeddedError(f"The folder {self._home} of the embedded Neo4j is gone, and its database with it.")
        is_guarded = self._guarded()
        full = is_full(self._home, SPARE_BYTES if is_guarded else STARTING_BYTES)
        if not is_guarded:
            self._condition.cause = _FULL if full else _GUARD
            self._replace_guard(now)
        elif ailment.illness is Illness.DAMAGED:
            raise Damaged(self._home, ailment.message)
        else:
            self._condition.cause = _FULL if full else _CAUSES.get(ailment.illness)
            if not full and self._is_stuck(now):
                self._end_guard()
            elif now >= self._settled_at and not full and self._is_hopeless(ailment, now):
                self._end_java(now)
        if now - self._ill_since > GIVEN_UP and not full:
            raise EmbeddedError(f"Neo4j has not answered for {GIVEN_UP:.0f} seconds: {self._condition.cause}")

    def _replace_guard(self, now: float) -> None:
        if now < self._settled_at:
            return
        self._condition.restarts += 1
        logger.warning("the guard of Neo4j has ended; another one is started")
        try:
            self._restart()
        except Damaged:
            raise
        except EmbeddedError as error:
            logger.warning("Neo4j cannot be started now: %s", error.message)
            self._settled_at = time.monotonic() + AGAIN

    def _is_stuck(self, now: float) -> bool:
        """Whether Java has ended, and its guard does not start another one."""
        state = guard.read_state(self._home)
        java = state.get("java") if state else None
        if java is None or self._is_ours(java):
            self._lost = None
            return False
        if self._lost is None or self._lost[0] != java:
            self._lost = java, now
        return now - self._lost[1] > STUCK

    def _end_guard(self) -> None:
        """The next look finds that there is none, and starts another one."""
        self._lost = None
        state = guard.read_state(self._home)
        if state and (hanging := state.get("guard")) and _is(hanging, guard.__file__):
            logger.warning("the guard of Neo4j hangs, and is ended")
            with suppress(ProcessLookupError):
                os.kill(hanging, signal.SIGKILL)

    def _is_hopeless(self, ailment: Ailment, now: float) -> bool:
        """Whether it will not come back by itself: a critical error, or silence while it does nothing."""
        is_idle = self._idleness.is_idle()
        self._idle_since = (self._idle_since or now) if is_idle and ailment.illness is Illness.SILENT else None
        hangs = self._idle_since is not None and now - self._idle_since > HANGING
        return hangs or ailment.illness is Illness.CRITICAL

    def _end_java(self, now: float) -> None:
        """The guard starts another one."""
        self._settled_at, self._idle_since = now + SETTLING, None
        self._condition.restarts += 1
        logger.warning("Neo4j is ended and started again: %s", self._condition.cause)
        state = guard.read_state(self._home)
        if state and (java := state.get("java")) and self._is_ours(java):
            with suppress(ProcessLookupError):
                os.kill(java, signal.SIGKILL)

    def _is_ours(self, java: int) -> bool:
        """Whether a process is this Neo4j: on a full disk, the number of the next one could not be written down."""
        return _is(java, self._home)


def is_full(home: Path, needed: int = SPARE_BYTES) -> bool:
    """Whether the disk of a home has less room than is needed, in bytes; as a rule, none any more."""
    return shutil.disk_usage(home).free < needed


def _is(pid: int, argument: str | Path) -> bool:
    """Whether a process runs with this in its command line; where that cannot be told, it is believed."""
    try:
        return os.fsencode(argument) in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it has ended, or this is no Linux
        return not Path("/proc/self").exists()


class Idleness:
    """Whether the Java of a home takes any time of a processor."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._seen: tuple[int, float, float] | None = None

    def is_idle(self) -> bool:
        """Whether it took none since this was asked last; where that cannot be told, it is taken for idle."""
        before, self._seen = self._seen, self._measured()
        if self._seen is None:
            return True
        java, seconds, at = self._seen
        if before is None or before[0] != java or at == before[2]:
            return False
        return seconds - before[1] < IDLE * (at - before[2])

    def _measured(self) -> tuple[int, float, float] | None:
        state = guard.read_state(self._home)
        java = state.get("java") if state else None
        try:
            fields = Path(f"/proc/{java}/stat").read_text("ascii").rpartition(")")[2].split()
        except OSError:  # it has ended, or this is no Linux
            return None
        assert java is not None
        return java, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), time.monotonic()


class Damaged(EmbeddedError):
    """Neo4j cannot open its database."""

    def __init__(self, home: Path, message: str) -> None:
        super().__init__(
            f"The database in {home / 'neo4j'} is damaged, and Neo4j cannot open it: {' '.join(message.split())[:300]} "
            f"Restore a backup: move that folder aside, and run `spojenci restore FILE`."
        )


_FULL = "The disk of Neo4j is full. It is started again by itself when there is room; what was acknowledged is safe."
_HOPELESS = "Neo4j cannot be started again; the log of the service says why, and what to do."
_GUARD = "The process that keeps Neo4j has ended; Neo4j is being started again. Try again in a few seconds."
_CAUSES = {
    Illness.AWAY: "Neo4j has ended, and is being started again. Try again in a few seconds.",
    Illness.STARTING: "Neo4j is starting. Try again in a few seconds.",
    Illness.SILENT: HANGS,
    Illness.CRITICAL: "Neo4j met a critical error, and is being started again. Try again in a few seconds.",
}
