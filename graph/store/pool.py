"""The connections to one Neo4j."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

from neo4j import AsyncDriver, AsyncGraphDatabase, AsyncSession, Bookmarks
from neo4j.exceptions import ConfigurationError, ConnectionAcquisitionTimeoutError

from graph.errors import BadInput
from graph.store.condition import Condition

_AFTER: ContextVar[tuple[object, frozenset[str]]] = ContextVar("_AFTER", default=(None, frozenset()))
"""A pool, and what is read and written in it now comes after; see :meth:`Pool.comes_after`."""

SLACK = 3.0
"""Seconds beyond Neo4j's own limit after which a connection on which nothing comes is taken for dead."""

CONNECTIONS = 100
"""Connections of a process at once."""

LOOKING = 4
"""Connections beside them, on which is asked whether Neo4j answers at all."""

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
"""How an address of Neo4j may begin. The driver takes http:// too, as a preview, which waits for what never comes."""

LIVENESS = 5.0
"""Seconds without use after which a connection is tried before it is used again."""


class Pool:
    """The connections to one Neo4j, replaced together: what dropped one of them without a word dropped the others too."""

    def __init__(self, uri: str, auth: tuple[str, str], condition: Condition, size: int = CONNECTIONS) -> None:
        self._uri, self._auth, self._condition = uri, auth, condition
        self._is_for_looking = size == LOOKING
        self._size = size
        self._sessions: defaultdict[AsyncDriver, int] = defaultdict(int)
        self._waiting: set[asyncio.Timeout] = set()
        self._repeatable: set[asyncio.Timeout] = set()
        # On one server whatever is committed is there for everybody.
        self.bookmarks = AsyncGraphDatabase.bookmark_manager() if uri.startswith("neo4j") else None
        self.driver = self._open()

    @property
    def in_use(self) -> int:
        """Sessions that are open now."""
        return sum(self._sessions.values())

    @contextmanager
    def comes_after(self, bookmarks: frozenset[str]) -> Iterator[None]:
        """Whatever is done in it meanwhile comes after the transactions that these bookmarks of Neo4j are of."""
        token = _AFTER.set((self, bookmarks))
        try:
            yield
        finally:
            _AFTER.reset(token)

    def give_up(self) -> None:
        """End all sessions as if their time had come."""
        _end(self._waiting)

    async def renew(self) -> None:
        """Use other connections, and end the sessions that are repeatable as if their time had come."""
        old, self.driver = self.driver, self._open()
        _end(self._repeatable)
        if not self._sessions[old]:
            del self._sessions[old]
            await old.close()

    def _open(self) -> AsyncDriver:
        parts = urlsplit(self._uri)
        if parts.scheme not in SCHEMES or not parts.hostname:
            hint = f"it begins with {', '.join(f'{scheme}://' for scheme in SCHEMES)} and names a host"
            raise BadInput(f"NEO4J_URI {self._uri!r} is no address of a Neo4j: {hint}.", place="NEO4J_URI")
        try:
            return AsyncGraphDatabase.driver(
                self._uri,
                auth=self._auth,
                connection_timeout=3,
                connection_acquisition_timeout=2,
                max_connection_pool_size=self._size,
                liveness_check_timeout=LIVENESS,
                keep_alive=True,
                notifications_min_severity="OFF",
                user_agent="spojenci",
            )
        except (ValueError, ConfigurationError) as error:
            raise BadInput(f"NEO4J_URI {self._uri!r} is no address of a Neo4j: {error}", place="NEO4J_URI") from error

    @property
    def after(self) -> frozenset[str]:
        """What comes before all that is done now; those of another Neo4j say nothing here."""
        pool, bookmarks = _AFTER.get()
        return bookmarks if pool is self else frozenset()

    @asynccontextmanager
    async def session(
        self, limit: float, *, repeatable: bool = False, **configuration: Any
    ) -> AsyncIterator[AsyncSession]:
        """A session of so many seconds and some more; connections that are dead then are not used again.

        What is done in a ``repeatable`` one does no harm when it is done twice.

        Those that others still use are closed after their last use. Raises DatabaseUnavailable where there is trouble.
        """
        if self._condition.trouble is not None and self._condition.look and not self._is_for_looking:
            await self._condition.look()
        driver = self.driver
        self._sessions[driver] += 1
        if self.bookmarks:
            after = Bookmarks.from_raw_values(self.after)
            configuration |= {"bookmark_manager": self.bookmarks, "bookmarks": after}
        try:
            async with asyncio.timeout(limit + SLACK) as waiting, driver.session(**configuration) as session:
                self._waiting.add(waiting)
                if repeatable:
                    self._repeatable.add(waiting)
                try:
                    yield session
                finally:
                    self._waiting.discard(waiting)
                    self._repeatable.discard(waiting)
        except (TimeoutError, ConnectionAcquisitionTimeoutError):
            self.driver = self._open() if self.driver is driver else self.driver
            raise
        finally:
            self._sessions[driver] -= 1
            if driver is not self.driver and not self._sessions[driver]:
                del self._sessions[driver]
                await driver.close()


def _end(sessions: Iterable[asyncio.Timeout]) -> None:
    """End sessions as if their time had come; one that is being ended for it cannot be ended again."""
    for each in [*sessions]:
        if not each.expired():
            each.reschedule(0)
