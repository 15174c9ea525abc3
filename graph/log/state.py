"""The state of what is stored: another one as soon as anything was written, by whomever, and each day.

The number of the last change tells of every write in the log. The bookmark of Neo4j tells of what is no part of it too:
verdicts, models, numbers, and what somebody wrote over Bolt.
"""

import asyncio

from graph.questions.named import CHANGES
from graph.store import Store

State = tuple[object, ...]
"""Equal only while nothing was written, on one day."""

TIMEOUT = 1.0
"""Seconds in which the state has to be told; without it, questions are answered anew."""


class States:
    """Tells the state to all who ask in a process, by one small statement at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._running: asyncio.Task[State] | None = None
        self._next: asyncio.Task[State] | None = None

    async def now(self) -> State:
        """The state, read after this was called, so that whatever was written before is in it.

        Raises DatabaseUnavailable and DatabaseTimeout as ``Store`` does.
        """
        if self._store.waits:  # a reading for others may come from a server that is behind what this is to come after
            return await self._read()
        if self._next is None:
            self._next = asyncio.create_task(self._after(self._running))
        return await asyncio.shield(self._next)

    async def _after(self, earlier: asyncio.Task[State] | None) -> State:
        if earlier:
            await asyncio.wait([earlier])
        # Whoever asks from now on may have seen a write that this reading does not see.
        self._running, self._next = self._next, None
        return await self._read()

    async def _read(self) -> State:
        row, bookmark = await self._store.read_marked(CHANGES["state"].text, name="state", timeout=TIMEOUT)
        return (*row, bookmark)
