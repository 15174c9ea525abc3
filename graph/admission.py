"""Who may read now: reads under way are bounded for each caller and in all, so that nobody takes what others need.

What the service reads for itself (health, keys, the ranking, the feed) passes by, and has the rest of the connections.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from weakref import WeakValueDictionary

from graph.errors import Overloaded

EACH = 4
"""Reads of one caller that are under way at once."""

ALL = 40
"""Reads of all callers; the driver keeps up to 100 connections."""

WAIT = 2.0
"""Seconds that a read waits for its turn."""


@dataclass(slots=True)
class Reader:
    """For whom a request reads: ``timeout`` is that of each statement, ``seconds`` is what they took so far."""

    caller: str
    timeout: float
    seconds: float = 0.0


class Admission:
    """The places of reads, or of what else callers do, in one process."""

    def __init__(self, each: int = EACH, all_: int = ALL, wait: float = WAIT, what: str = "reading") -> None:
        self._each = each
        self._what = what
        self._wait = wait
        self._all = asyncio.Semaphore(all_)
        self._of: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def place(self, caller: str) -> AsyncIterator[None]:
        """A place among the reads under way. Raises Overloaded where none becomes free in time."""
        # Whoever waits or reads holds the semaphore of a caller; with the last of them it goes.
        own = self._of.setdefault(caller, asyncio.Semaphore(self._each))
        async with AsyncExitStack() as places:
            try:
                async with asyncio.timeout(self._wait):
                    # One's own place first: who has many reads waiting takes no place of others meanwhile.
                    await places.enter_async_context(own)
                    await places.enter_async_context(self._all)
            except TimeoutError:
                raise Overloaded(f"Too many are {self._what} now. Try again in a few seconds.") from None
            yield
