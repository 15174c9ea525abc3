"""The analysts' twin: a second Neo4j that holds what a key of the role reader sees, and nothing else.

What analysts run there can harm nothing but the twin, which is thrown away then and made anew.
"""

import asyncio
import hmac
import logging
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Self
from uuid import uuid4

from graph.analysts import process
from graph.analysts.keeper import Filled, Keeper
from graph.errors import AnalystsUnavailable, DatabaseTimeout, DatabaseUnavailable, SpojenciError
from graph.settings import Settings
from graph.store import Endpoint, Store

logger = logging.getLogger("spojenci")

NONE = (
    "There is no database for analysts here: set SPOJENCI_ANALYSTS_URI to an empty Neo4j that only they use. The embedded "
    "Neo4j brings one; that of NEO4J_URI does not."
)
STARTING = "The analysts' database is starting. Try again in a few seconds."
ANEW = "The analysts' database is being made anew. Try again in a few seconds."

USER = "analyst"
"""The account with which tools connect."""

PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds before it is tried again, after one failure, two and more."""


@dataclass(frozen=True, slots=True)
class Access:
    """How tools connect."""

    uri: str
    username: str
    password: str
    database: str


class Twin:
    """The twin of one database, for one process. An asynchronous context; it is started when it is first asked for."""

    def __init__(self, settings: Settings, source: Store) -> None:
        self._settings = settings
        self._source = source
        self._owner = uuid4().hex
        self._keeping: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._endpoint: Endpoint | None = None
        self._store: Store | None = None
        self._keeper: Keeper | None = None
        self._filled: Filled | None = None
        self._why = STARTING
        self._failures = 0
        self._falling: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def store(self, wait: float = 0) -> Store:
        """A store on the twin, for which this waits so many seconds; the first call starts it.

        Raises
        ------
        AnalystsUnavailable
            It starts, is being filled or made anew, or there is none; the message says which.
        """
        if not process.is_possible(self._settings):
            raise AnalystsUnavailable(NONE)
        if self._falling is None and (self._keeping is None or self._keeping.done()):
            self._keeping = asyncio.create_task(self._keep())
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await self._ready.wait()
        if self._store is None or not self._ready.is_set():
            raise AnalystsUnavailable(self._why)
        return self._store

    async def access(self, wait: float = 0) -> Access:
        """How tools connect to it. Raises as :meth:`store`."""
        await self.store(wait)
        assert self._endpoint
        return Access(self._endpoint.uri, USER, _password(self._endpoint), self._settings.analysts_database)

    @property
    def kept(self) -> bool:
        """Whether this process keeps it: it ends with this process, or is not kept up to date from then on."""
        return self._keeper is not None and self._keeper.keeps

    async def fell(self) -> None:
        """End it and begin it anew, also when who tells of it leaves: a statement took it down, or blocks it."""
        if self._ready.is_set() and self._falling is None:  # else somebody else has said so, and it is on its way
            self._ready.clear()
            self._why = ANEW
            self._falling = asyncio.create_task(self._anew())
        if self._falling:
            await asyncio.shield(self._falling)

    async def _anew(self) -> None:
        try:
            await asyncio.to_thread(process.kill, self._settings)
            await self._end()
        finally:
            self._falling = None
        self._keeping = asyncio.create_task(self._keep())

    async def close(self) -> None:
        """End it."""
        if self._falling:
            self._falling.cancel()
            await asyncio.wait([self._falling])
        await self._end()

    async def _end(self) -> None:
        if self._keeping:
            self._keeping.cancel()
            await asyncio.wait([self._keeping])
            self._keeping = None

    async def _keep(self) -> None:
        """Make it, keep it until it fails, and make it anew."""
        while True:
            try:
                await self._once()
            except SpojenciError as error:
                self._why = error.message if isinstance(error, AnalystsUnavailable) else f"{ANEW} ({error.message})"
                logger.warning("the analysts' database is made anew: %s", error.message)
            except Exception:
                self._why = ANEW
                logger.exception("the analysts' database is made anew")
            await asyncio.sleep(PAUSES[min(self._failures, len(PAUSES) - 1)])
            self._failures += 1

    async def _once(self) -> None:
        filled, self._filled = self._filled, None  # where it does not start with what it holds, it starts empty
        try:
            async with (
                process.running(self._settings, emptied=filled is None) as endpoint,
                endpoint.open(process.database(self._settings)) as store,
            ):
                self._endpoint, self._store = endpoint, store
                account = {"name": USER, "password": _password(endpoint)}
                self._keeper = Keeper(self._source, store, self._owner, account, self._show, filled)
                try:
                    await self._keeper.run()
                except (DatabaseUnavailable, DatabaseTimeout, asyncio.CancelledError):
                    self._filled = self._keeper.filled
                    raise
        finally:
            self._ready.clear()
            self._store = self._keeper = None

    def _show(self, ready: bool) -> None:
        if ready:
            self._failures, self._why = 0, ANEW  # from now on, where it is not there
            self._ready.set()
        else:
            self._ready.clear()


def _password(endpoint: Endpoint) -> str:
    """The password of the account for tools: the same as long as that of the service is, and no way back to it."""
    return hmac.new(endpoint.password.encode(), USER.encode(), sha256).hexdigest()[:32]
