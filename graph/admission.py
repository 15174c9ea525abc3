"""Who may read now: reads under way are bounded for each caller and in all, so that nobody takes what others need.

What the service reads for itself (health, keys, the ranking, the feed) passes by, and has the rest of the connections.
"""

import asyncio
import math
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from weakref import WeakValueDictionary

from prometheus_client import CollectorRegistry, Gauge

from graph.errors import Overloaded

EACH = 4
"""Reads of one caller that are under way at once."""

ALL = 40
"""Reads of all callers; the driver keeps up to 100 connections."""

WAIT = 2.0
"""Seconds that a read waits for its turn."""


@dataclass(slots=True)
class Reader:
    """For whom a request reads: ``timeout`` is that of each statement, ``seconds`` is what they took so far.

    ``deadline`` (``time.monotonic``) is that of all together: each waits and takes no longer than what is left until then.
    """

    caller: str
    timeout: float
    seconds: float = 0.0
    deadline: float = math.inf

    @property
    def left(self) -> float:
        """Seconds that the next statement may take."""
        return min(self.timeout, self.deadline - time.monotonic())


class Admission:
    """The places of reads, or of what else callers do, in one process."""

    def __init__(self, each: int = EACH, all_: int = ALL, wait: float = WAIT, what: str = "reading") -> None:
        self.under_way = self.waiting = self.refused = 0
        self._each = each
        self._what = what
        self._wait = wait
        self._all = asyncio.Semaphore(all_)
        self._of: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def place(self, caller: str, seconds: float = math.inf) -> AsyncIterator[None]:
        """A place among the reads under way. Raises Overloaded where none becomes free in time, or so many seconds."""
        # Whoever waits or reads holds the semaphore of a caller; with the last of them it goes.
        own = self._of.setdefault(caller, asyncio.Semaphore(self._each))
        async with AsyncExitStack() as places:
            self.waiting += 1
            try:
                async with asyncio.timeout(min(self._wait, seconds)):
                    # One's own place first: who has many reads waiting takes no place of others meanwhile.
                    await places.enter_async_context(own)
                    await places.enter_async_context(self._all)
            except TimeoutError:
                self.refused += 1
                raise Overloaded(f"Too many are {self._what} now. Try again in a few seconds.") from None
            finally:
                self.waiting -= 1
            self.under_way += 1
            try:
                yield
            finally:
                self.under_way -= 1

    def show(self, metrics: CollectorRegistry) -> None:
        """Add its figures."""
        now = Gauge(f"spojenci_{self._what}_places", f"Callers {self._what} now.", ["state"], registry=metrics)
        now.labels("under way").set_function(lambda: self.under_way)
        now.labels("waiting").set_function(lambda: self.waiting)
        refused = Gauge(
            f"spojenci_{self._what}_refused", "Those who waited too long, since the start.", registry=metrics
        )
        refused.set_function(lambda: self.refused)
