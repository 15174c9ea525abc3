"""Live changes: every watcher of a process gets each entry once, in order, from the position where it left off.

The log is in the database, so it does not matter which process wrote. While there are watchers, one small statement an
interval asks for the number of the last change; what is new is read once and handed to all of them.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Self

from graph.access import Viewer
from graph.errors import BadInput, DatabaseUnavailable, FeedBehind, SpojenciError
from graph.log import changes
from graph.log.changes import EVERYTHING, Block, Entry, Filter, Position, Veils
from graph.model import Schema
from graph.store import Store

logger = logging.getLogger("spojenci")

INTERVAL = 0.2
"""Seconds between two polls of the log."""

LAG = 10.0
"""Seconds without the log after which the process is not ready: whoever watches hears nothing."""

QUEUE = 64
"""Blocks that can wait for one watcher, each of some thousand records."""


_Delivery = tuple[Block, Veils]
"""A block, and the veils of what it touches."""


class _Watcher:
    """The queue of one watcher; ``behind`` once a block did not fit into it."""

    def __init__(self) -> None:
        self.blocks: asyncio.Queue[_Delivery] = asyncio.Queue(QUEUE)
        self.behind = False

    def deliver(self, block: _Delivery) -> None:
        """Queue a block, unless one before it was dropped or this one does not fit."""
        self.behind = self.behind or self.blocks.full()
        if not self.behind:
            self.blocks.put_nowait(block)


class Feed:
    """The watchers of one process. An asynchronous context, whose end ends the polling."""

    def __init__(self, store: Store, schema: Schema, *, interval: float = INTERVAL) -> None:
        self._store = store
        self._schema = schema
        self._interval = interval
        self._watchers: set[_Watcher] = set()
        self._position = Position(0, 0)
        self._polling: asyncio.Task[None] | None = None
        self._read_at = 0.0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._polling:
            self._polling.cancel()
            with suppress(asyncio.CancelledError):
                await self._polling

    async def watch(
        self, viewer: Viewer, *, after: Position | None = None, filter: Filter = EVERYTHING
    ) -> AsyncGenerator[Entry, None]:
        """Entries that a viewer may see, as they come, from a position on or from now; without an end.

        Resume with ``entry.position`` of the last one. Use ``contextlib.aclosing`` to stop.

        Raises
        ------
        FeedBehind
            The watcher took its entries too slowly; it says where to go on.
        DatabaseUnavailable
            The beginning could not be read. Later failures only delay.
        """
        now = await changes.latest(self._store)
        if after and after.sequence > now.sequence:
            raise BadInput(f"There is no change {after.sequence} yet; the last is {now.sequence}.", place="after")
        watcher, position, redaction = _Watcher(), after or now, changes.Redaction(self._schema, viewer)
        try:
            if position >= now:  # the last change may be a large import, which each watcher would read once more
                self._start(position)
            while not self._joined(watcher, position):
                page = await changes.changes(self._store, self._schema, viewer, after=position, filter=filter)
                for entry in page.entries:
                    yield entry
                position = max(position, page.end)
                if not page.more:
                    self._start(position)
            while not (watcher.behind and watcher.blocks.empty()):
                block, veils = await watcher.blocks.get()
                fresh = (each for each in block.records if each.position > position)
                for entry in changes.shown(redaction, fresh, filter, veils):
                    yield entry
                position = max(position, block.end)
                await asyncio.sleep(0)  # hundreds of watchers get the same block in one moment
            raise FeedBehind(*position)
        finally:
            self._watchers.discard(watcher)
            self._rest()

    def _joined(self, watcher: _Watcher, position: Position) -> bool:
        """Add a watcher if it has read everything that was handed out so far; whether it was added."""
        if self._polling is None or position < self._position:
            return False
        self._watchers.add(watcher)
        return True

    def _start(self, position: Position) -> None:
        """Begin to poll, from the position that a watcher has reached, unless that has begun."""
        if self._polling is None:
            self._position, self._read_at = position, time.monotonic()
            self._polling = asyncio.create_task(self._poll())

    def _rest(self) -> None:
        if not self._watchers and self._polling:
            self._polling.cancel()
            self._polling = None

    def verify(self) -> None:
        """Make sure that watchers hear of changes. Raises DatabaseUnavailable."""
        if self.lag > LAG:
            raise DatabaseUnavailable(f"The log of changes could not be read for {self.lag:.0f} seconds.")

    @property
    def lag(self) -> float:
        """Seconds since the watchers had all changes that there were; 0 where nobody watches."""
        return time.monotonic() - self._read_at if self._polling else 0.0

    @property
    def watchers(self) -> int:
        """How many watch."""
        return len(self._watchers)

    async def _poll(self) -> None:
        while True:
            try:
                if await changes.latest(self._store) > self._position:
                    await self._hand_out()
                self._read_at = time.monotonic()
            except SpojenciError:
                pass  # Neo4j is away: the changes come later
            except Exception:  # the watchers of this process would wait for ever
                logger.exception("the feed could not be read; it goes on")
            await asyncio.sleep(self._interval)

    async def _hand_out(self) -> None:
        more = True
        while more:
            block = await changes.read_block(self._store, self._position, changes.ANY)
            more = block.more
            if block.records:
                veils = await changes.veils_of(self._store, block.records)
                for watcher in self._watchers:
                    watcher.deliver((block, veils))
            self._position = block.end
