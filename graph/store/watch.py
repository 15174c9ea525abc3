"""Looks all the time whether Neo4j answers, so that those who ask are told within two seconds when it does not."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from contextvars import copy_context
from typing import Self

from prometheus_client import CollectorRegistry, Gauge

from graph.errors import DatabaseUnavailable, SpojenciError
from graph.store import Store
from graph.store.condition import HANGS

logger = logging.getLogger("spojenci")

INTERVAL = 0.5
"""Seconds between two looks."""

SILENCE = 1.0
"""Seconds after which no answer is silence, and those who wait for Neo4j are told."""

PATIENCE = 10.0
"""Seconds of silence that are put up with where Neo4j is seen to work: it has too much to do."""

MEASURED_EVERY = 15.0
"""Seconds from one look at the heap to the next."""

_HEAP = """
CALL dbms.queryJmx('java.lang:type=Memory') YIELD attributes
WITH attributes.HeapMemoryUsage.value.properties AS heap RETURN heap.used, heap.max
"""

PROMPT = 0.5
"""Seconds in which another connection answers where the silent one was dropped on the way: a Neo4j that was busy is rarely so quick."""

LATE = 0.25
"""Seconds by which this process itself may be late before its own measure of silence counts for nothing."""


Work = Callable[[], Coroutine[object, object, None]]


class Watch:
    """Keeps the condition of a store while it is entered.

    ``warm`` makes Neo4j ready, anew each time that it has come back, and ``ahead`` is then done behind the first questions.
    """

    def __init__(self, store: Store, warm: Work, metrics: CollectorRegistry, ahead: Work | None = None) -> None:
        self._store = store
        self._condition = store.condition
        self._warm, self._ahead = warm, ahead
        self._looking: asyncio.Task[None] | None = None
        self._repeating: asyncio.Task[None] | None = None
        self._measuring: asyncio.Task[None] | None = None
        self._context = copy_context()  # that of no request
        self._silent_since: float | None = None
        self._warming: asyncio.Task[None] | None = None
        self._going_ahead: asyncio.Task[None] | None = None
        up = Gauge("spojenci_database_up", "Whether Neo4j answers.", registry=metrics)
        up.set_function(lambda: self._condition.trouble is None)
        restarts = Gauge(
            "spojenci_database_restarts", "Restarts of the embedded Neo4j by its keeper.", registry=metrics
        )
        restarts.set_function(lambda: self._condition.restarts)
        self._heap = Gauge("spojenci_database_heap_bytes", "Heap of Neo4j.", ["state"], registry=metrics)

    async def __aenter__(self) -> Self:
        self._condition.look = self.look
        self._make_ready()
        self._repeating = asyncio.create_task(self._repeat())
        self._measuring = asyncio.create_task(self._measure())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._condition.look = None
        tasks = [*filter(None, [self._repeating, self._measuring, self._warming, self._going_ahead, self._looking])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def warmed(self, seconds: float) -> bool:
        """Whether Neo4j is ready for the first questions and writes, or will be in so many seconds."""
        if self._warming is None:
            return False
        await asyncio.wait([self._warming], timeout=seconds)
        return self._warming.done()

    async def look(self) -> None:
        """Ask Neo4j, once more where it is silent, or share the answer of who asks now. Raises DatabaseUnavailable where there is trouble."""
        await self._share()
        if self._silent_since is not None and self._condition.trouble is None:  # one silence may be chance
            await self._share()
        if self._condition.trouble is not None:
            raise DatabaseUnavailable(self._condition.trouble)

    async def _share(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look(), context=self._context)
        await asyncio.shield(self._looking)

    async def _repeat(self) -> None:
        while True:
            try:
                await self.look()
            except DatabaseUnavailable:
                pass
            except Exception:
                logger.exception("a look at Neo4j failed; the watch goes on")
            await asyncio.sleep(INTERVAL)

    async def _measure(self) -> None:
        while True:
            with suppress(Exception):  # an Aura, or an account with fewer rights, does not tell
                async with asyncio.timeout(SILENCE):
                    [[used, most]] = await self._store.read(_HEAP, name="heap")
                self._heap.labels("used").set(used)
                self._heap.labels("allowed").set(most)
            await asyncio.sleep(MEASURED_EVERY)

    async def _look(self) -> None:
        begin = time.monotonic()
        error = await self._error()
        if error and time.monotonic() - begin < SILENCE:  # one connection may be at fault: another is tried
            begin = time.monotonic()
            error = await self._error()
        if error:
            self._failed(error, begin)
            return
        was_dropped = self._silent_since is not None and time.monotonic() - begin < PROMPT
        self._answered()
        if was_dropped and self._condition.is_idle is None:  # no firewall is before the embedded one
            logger.warning("connections to Neo4j were dropped on the way; others are used now")
            await self._store.renew()

    async def _error(self) -> SpojenciError | None:
        self._has_idled()
        try:
            await self._store.verify(SILENCE)
        except SpojenciError as error:
            return error
        return None

    def _answered(self) -> None:
        self._silent_since = None
        if self._condition.trouble is not None:
            logger.warning("Neo4j answers again")
            self._condition.trouble = None
            self._make_ready()

    def _make_ready(self) -> None:
        for task in filter(None, [self._warming, self._going_ahead]):  # those of the Neo4j before
            task.cancel()
        self._warming = asyncio.create_task(self._warm(), context=self._context)
        if self._ahead:
            self._going_ahead = asyncio.create_task(_after(self._warming, self._ahead), context=self._context)

    def _failed(self, error: SpojenciError, begin: float) -> None:
        now, told = time.monotonic(), error.message
        if now - begin < SILENCE:  # it was told, at once
            self._silent_since = None
        elif now - begin > SILENCE + LATE or not self._is_silent(begin, now):
            return
        elif self._condition.is_idle is not None:
            told = HANGS
        trouble = self._condition.cause or told
        if trouble != self._condition.trouble:
            logger.warning("Neo4j is not available: %s", trouble)
        if self._condition.trouble is None:
            self._store.give_up()
        self._condition.trouble = trouble

    def _is_silent(self, begin: float, now: float) -> bool:
        self._silent_since = self._silent_since or begin
        return self._has_idled() or now - self._silent_since > (PATIENCE if self._condition.is_idle else SILENCE + LATE)

    def _has_idled(self) -> bool:
        return self._condition.is_idle is not None and self._condition.is_idle()


async def _after(warming: asyncio.Task[None], ahead: Work) -> None:
    await asyncio.wait([warming])
    try:
        await ahead()
    except Exception:
        logger.exception("what is done ahead failed; who asks first waits for it")
