"""Starts a process for each import over the web, and sees it end within its time."""

import asyncio
import logging
import os
import sys
import tempfile
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO, Self

from graph.access import Author
from graph.admission import Admission
from graph.errors import DatabaseTimeout, DatabaseUnavailable, SpojenciError
from graph.exchange import fetching, jobs
from graph.exchange.jobs import Order, State
from graph.exchange.peers import Peer
from graph.exchange.worker import AWAY, TOO_LARGE, Task
from graph.formats import canonical
from graph.settings import Settings
from graph.store import Endpoint, Store

logger = logging.getLogger("spojenci")

ALL = 2
"""Imports of one process of the service at once."""

SECONDS = 1800.0
"""Seconds that one import may take."""

AGAIN = 2.0
"""Seconds after which is noted again what became of an import, where Neo4j did not answer."""

BEAT = 15.0
"""Seconds from one sign of life of its process to the next."""


class Imports:
    """The imports that this process of the service has begun. When it ends, they end and leave nothing."""

    def __init__(self, store: Store, endpoint: Endpoint, settings: Settings) -> None:
        self._store = store
        self._endpoint = endpoint
        self._settings = settings
        self._admission = Admission(jobs.EACH, ALL, what="importing")
        self._running: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for running in self._running:
            running.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def place(self, caller: str, held: AsyncExitStack) -> None:
        """Take a place among those who import, as long as it is ``held``. Raises Overloaded where there is none."""
        await held.enter_async_context(self._admission.place(caller))

    async def draw_in(self, author: Author, address: str, map: str | None, order: Order) -> str:
        """Begin to import what another Spojenci shows; returns the id. Raises BadInput, and as :meth:`begin`."""
        private = fetching.may_be_inside(address, self._settings)
        peer = Peer.at(address, map, private=private, place=fetching.PLACE)
        async with AsyncExitStack() as held:
            await self.place(author.viewer.name, held)
            told = replace(order, file=address, format=canonical.FORMAT.name, peer=peer.base)
            with tempfile.TemporaryFile() as content:
                await fetching.fetch(peer.export, content, most=self._settings.max_import, private=private)
                content.seek(0)
                return await self.begin(author, told, content, held)

    async def begin(self, author: Author, order: Order, content: BinaryIO, held: AsyncExitStack) -> str:
        """Begin an import, which takes over what is held; returns its id. Raises Overloaded and as ``Store`` does."""
        descriptor, name = tempfile.mkstemp(prefix="spojenci-")
        held.callback(Path(name).unlink, missing_ok=True)
        await asyncio.to_thread(_spool, content, descriptor)
        id_ = await jobs.create(self._store, author.viewer, order)
        database = self._settings.neo4j_database
        task = Task(id_, name, order, author.viewer, author.door, self._endpoint, database)
        running = asyncio.create_task(self._run(task, held.pop_all()))
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        return id_

    async def _run(self, task: Task, held: AsyncExitStack) -> None:
        try:
            async with held:
                error = await self._failure(task)
        except asyncio.CancelledError:
            with suppress(SpojenciError):  # without a database, it is found to be lost
                await self._fail(task, "The service was stopped.")
            raise
        while True:  # a Neo4j that has ended comes back
            with suppress(DatabaseUnavailable, DatabaseTimeout):
                return await self._fail(task, error)
            await asyncio.sleep(AGAIN)

    async def _fail(self, task: Task, error: str) -> None:
        await jobs.end(self._store, task.id, State.FAILED, f"{error} Nothing was written.")

    async def _failure(self, task: Task) -> str:
        """What an import has failed by, where its process has not noted what came of it."""
        try:
            code = await self._watched(task)
        except TimeoutError:
            return f"It took longer than {SECONDS / 60:.0f} minutes; divide the file."
        except Exception:
            logger.exception("an import could not be started")
            return "It could not be started; the log of the service says why."
        if code == AWAY:
            return "Neo4j did not answer any more while it ran. Begin it again."
        return TOO_LARGE if code < 0 else "Something went wrong on our side; the log of the service says what."

    async def _watched(self, task: Task) -> int:
        """The exit code of a process that has done a task, with signs of life: on a busy machine it takes long to begin."""
        beating = asyncio.create_task(self._beat(task.id))
        try:
            return await _ended(task)
        finally:
            beating.cancel()

    async def _beat(self, id_: str) -> None:
        while True:
            await asyncio.sleep(BEAT)
            with suppress(SpojenciError):
                await jobs.beat(self._store, id_)


async def _ended(task: Task) -> int:
    """The exit code of a process that has done a task. It is ended where whoever waits is."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "graph.exchange.worker", stdin=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(SECONDS):
            await process.communicate(task.line())
            return process.returncode or 0
    finally:
        with suppress(ProcessLookupError):
            process.kill()


def _spool(content: BinaryIO, descriptor: int) -> None:
    with os.fdopen(descriptor, "wb") as file:
        copyfileobj(content, file)
