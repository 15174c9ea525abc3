"""A store: statements on a pool of connections, read and written with what goes wrong told in our words."""

import asyncio
import logging
import math
import random
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from copy import copy
from dataclasses import dataclass, field
from typing import ParamSpec, Self, TypeVar, overload

import neo4j
from neo4j import AsyncSession, Query
from neo4j.exceptions import DriverError, Neo4jError
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from graph.admission import Admission, Reader
from graph.errors import DatabaseTimeout, DatabaseUnavailable
from graph.settings import Settings
from graph.store.analysis import Analysis
from graph.store.condition import Condition
from graph.store.errors import DEAD, LATE, SILENT, UNKNOWN, Translated, may_pass, refusals, told_of_statement
from graph.store.health import Ailment, ailment
from graph.store.pool import CONNECTIONS, LOOKING, Pool
from graph.store.transaction import Transaction, bounded_query, metadata_of, shape, span
from graph.store.values import Parameters, Values
from graph.trail import trail

logger = logging.getLogger("spojenci")
slow = logging.getLogger("spojenci.slow")
slow.addHandler(logging.NullHandler())  # for whoever runs a service; a command, which sets up no log, prints none

# What Neo4j remarks on a statement is read from its answer where it is wanted; the driver would log it as well.
logging.getLogger("neo4j.notifications").setLevel(logging.CRITICAL)

T = TypeVar("T")
P = ParamSpec("P")

_Answer = tuple[list[str], list[T], str]
"""The columns of a statement, what was made of its rows, and the bookmark after it."""

BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
"""Seconds by which figures tell how long something took."""

WRITERS = 2
"""Writers of one process that hold a connection; they take turns anyway, and readers need the other connections."""

WRITERS_WAIT = 10.0
"""Seconds that a writer waits for one of these places."""

RETRIES = 3.0
"""Seconds in which a writing transaction that met a transient failure is begun once more."""

FIRST_PAUSE = 0.2
"""Seconds before the second try; each further pause is twice as long."""

DEFINING = 60.0
"""Seconds in which a statement that changes constraints or indexes is begun anew where others do so at the same time."""

FETCHED = 200
"""Rows that Neo4j sends at once to an analyst, whose rows may be large."""

PLANNING_TIMEOUT = 60.0
"""Seconds that planning alone may take; a Neo4j just started is slow at it."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a Neo4j listens, how to log in, and how it is."""

    uri: str
    username: str
    password: str
    condition: Condition = field(default_factory=Condition, repr=False, compare=False)

    def open(self, settings: Settings) -> "Store":
        """A store on this Neo4j. Raises BadInput when ``uri`` is not the address of one."""
        return Store(settings, self)

    def answers(self) -> bool:
        """Whether it answers a query now. Raises AccountRefused when it refuses the account."""
        return self.ailment() is None

    def ailment(self) -> Ailment | None:
        """Why it does not answer a query now; None where it does. Raises AccountRefused when it refuses the account."""
        return ailment(self.uri, (self.username, self.password))


class Store:
    """A pool of connections to one Neo4j database.

    ``metrics`` times its reading statements by name, and counts the writes that were tried again. ``reader`` is for whom
    it reads, None where that is the service itself.

    Reads of a store from :meth:`read_by` raise :class:`~graph.errors.Overloaded` where too many are under way. Every
    method raises :class:`~graph.errors.DatabaseUnavailable` when Neo4j cannot be reached or is too busy, and
    :class:`~graph.errors.DatabaseTimeout` when a statement took longer than it may.
    """

    def __init__(self, settings: Settings, endpoint: Endpoint) -> None:
        self.database, self.endpoint = settings.neo4j_database, endpoint
        self._read_timeout = settings.read_timeout
        self._writing = _Writing()
        self._admission = Admission()
        self.reader: Reader | None = None
        self.joined: Transaction | None = None
        self.uri, self.condition = endpoint.uri, endpoint.condition
        self.metrics = CollectorRegistry()
        self._seconds = Histogram(
            "spojenci_statement_seconds",
            "Reading statements, with what is made of their rows.",
            ["name"],
            buckets=BUCKETS,
            registry=self.metrics,
        )
        self._retries = Counter(
            "spojenci_retries", "Writing transactions done once more after a transient failure.", registry=self.metrics
        )
        self._slow = settings.slow
        self._admission.show(self.metrics)
        login = endpoint.uri, (endpoint.username, endpoint.password), endpoint.condition
        self._pool = Pool(*login)
        pool = Gauge("spojenci_pool_connections", "Connections to Neo4j.", ["state"], registry=self.metrics)
        pool.labels("in use").set_function(lambda: self._pool.in_use)
        pool.labels("allowed").set(CONNECTIONS)
        writers = Gauge("spojenci_writers", "Writers, who take turns.", ["state"], registry=self.metrics)
        writers.labels("under way").set_function(lambda: self._writing.under_way)
        writers.labels("waiting").set_function(lambda: self._writing.waiting)
        self._own = Pool(*login, LOOKING)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._pool.driver.close()
        await self._own.driver.close()

    @property
    def routed(self) -> bool:
        """Whether there may be several servers, of which one may not know yet what another has written."""
        return self._pool.bookmarks is not None

    async def bookmarks(self) -> frozenset[str]:
        """What others read after to see all that was written here, see :meth:`after`."""
        manager = self._pool.bookmarks
        return frozenset(await manager.get_bookmarks()) if manager else frozenset()

    @contextmanager
    def after(self, bookmarks: frozenset[str]) -> Iterator[None]:
        """Whatever is read and written meanwhile comes after the transactions that these bookmarks of Neo4j are of."""
        with self._pool.comes_after(bookmarks):
            yield

    @property
    def waits(self) -> bool:
        """Whether what is read now comes after bookmarks."""
        return bool(self._pool.after)

    def read_by(self, reader: Reader) -> Self:
        """The same store, whose reading statements are those of one request: they wait for a place, and are counted."""
        own = copy(self)
        own.reader = reader
        return own

    def within(self, transaction: "Transaction") -> Self:
        """The same store, which writes as a part of a transaction that is open."""
        own = copy(self)
        own.joined = transaction
        return own

    async def verify(self, seconds: float | None = None) -> None:
        """Make sure that the database answers, within so many seconds; on connections that nobody else uses."""
        query = bounded_query("RETURN 1", "verify", self._read_timeout)
        try:
            async with asyncio.timeout(seconds):
                with Translated():
                    await self._exchange(query, {}, list, self._own)
        except TimeoutError:
            raise DatabaseUnavailable(SILENT) from None

    def give_up(self) -> None:
        """Have all who wait for Neo4j told that it does not answer, as far as the condition says so."""
        self._pool.give_up()

    async def renew(self) -> None:
        """Read on other connections, also what is being read: those that there are were dropped on the way to Neo4j."""
        await self._pool.renew()

    @overload
    async def read(self, text: str, parameters: Parameters = {}, *, name: str = "read") -> list[Values]: ...

    @overload
    async def read(
        self, text: str, parameters: Parameters = {}, *, name: str = "read", row: Callable[[Values], T]
    ) -> list[T]: ...

    async def read(
        self, text: str, parameters: Parameters = {}, *, name: str = "read", row: Callable[[Values], object] = list
    ) -> Sequence[object]:
        """Run one reading statement and return its rows as lists of values, or what ``row`` makes of each as it comes.

        ``name`` says what it is for, in the figures and in Neo4j's list of transactions; there are few of them.
        """
        return (await self._read(text, parameters, name, row))[1]

    async def read_table(
        self, text: str, parameters: Parameters = {}, *, name: str = "read"
    ) -> tuple[list[str], list[Values]]:
        """The column names of one reading statement, and its rows."""
        return (await self._read(text, parameters, name, list))[:2]

    async def read_marked(self, text: str, *, name: str, timeout: float) -> tuple[Values, str]:
        """The one row of a reading statement, and a bookmark: another one after any transaction that has written."""
        _, [row], bookmark = await self._answered(bounded_query(text, name, timeout), {}, name, list)
        return row, bookmark

    async def _read(self, text: str, parameters: Parameters, name: str, row: Callable[[Values], T]) -> "_Answer[T]":
        reader = self.reader
        if reader is None:
            return await self._answered(bounded_query(text, name, self._read_timeout), parameters, name, row)
        async with self._admission.place(reader.caller, reader.left):
            start = time.perf_counter()
            try:
                if (seconds := reader.left) <= 0:
                    raise DatabaseTimeout(LATE)
                return await self._answered(bounded_query(text, name, seconds), parameters, name, row)
            finally:
                reader.seconds += time.perf_counter() - start

    async def _answered(
        self, query: Query, parameters: Parameters, name: str, row: Callable[[Values], T]
    ) -> "_Answer[T]":
        """The answer, from another connection where the first one is dead: reading twice does no harm."""
        trail().statements += 1
        with self._timed(query.text, name), Translated():
            with suppress(*DEAD):
                return await self._exchange(query, parameters, row, self._pool)
            return await self._exchange(query, parameters, row, self._pool)

    async def _exchange(
        self, query: Query, parameters: Parameters, row: Callable[[Values], T], pool: "Pool"
    ) -> "_Answer[T]":
        assert query.timeout is not None
        async with pool.session(
            query.timeout, repeatable=True, database=self.database, default_access_mode=neo4j.READ_ACCESS
        ) as session:
            result = await session.run(query, dict(parameters))
            rows = [row(record.values()) async for record in result]
            return list(result.keys()), rows, "".join(sorted((await session.last_bookmarks()).raw_values))

    @contextmanager
    def _timed(self, text: str, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            with span(name):
                yield
        finally:
            seconds = time.perf_counter() - start
            self._seconds.labels(name).observe(seconds)
            if seconds >= self._slow:
                told = {"statement": name, "ms": round(seconds * 1000), "cypher": shape(text)}
                slow.warning("slow statement", extra=told)

    async def work(self, function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """What a function comes to that takes time, in a thread of its own; its processor time is counted as that of a statement."""

        def timed() -> tuple[T, float]:
            start = time.thread_time()
            return function(*arguments, **named), time.thread_time() - start

        made, seconds = await asyncio.to_thread(timed)
        if self.reader is not None:
            self.reader.seconds += seconds
        return made

    async def explain(self, text: str, parameters: Parameters = {}) -> tuple[list[str], list[str]]:
        """The columns of a statement and what Neo4j remarks on it, without running it."""
        with Translated():
            async with self._pool.session(
                PLANNING_TIMEOUT,
                database=self.database,
                default_access_mode=neo4j.READ_ACCESS,
                notifications_min_severity="INFORMATION",
            ) as session:
                result = await session.run(
                    bounded_query("EXPLAIN " + text, "explain", PLANNING_TIMEOUT), dict(parameters)
                )
                keys = list(result.keys())
                summary = await result.consume()
                remarks = [s.status_description for s in summary.gql_status_objects if s.is_notification]
                return keys, remarks

    async def bookmark(self, seconds: float) -> frozenset[str]:
        """What stands for all that has been written so far: it stays the same until somebody writes."""
        with Translated():
            async with self._pool.session(
                seconds, database=self.database, default_access_mode=neo4j.READ_ACCESS
            ) as session:
                await (await session.run(bounded_query("RETURN 1", "bookmark", seconds))).consume()
                return (await session.last_bookmarks()).raw_values

    @asynccontextmanager
    async def analysis(self, seconds: float, metadata: Mapping[str, str] = {}) -> AsyncIterator["Analysis"]:
        """A reading transaction for statements of an analyst, rolled back at its end, and at the latest in so many seconds.

        Raises :class:`Refused` with what Neo4j says of a statement.
        """
        with Translated(), told_of_statement():
            async with (
                self._pool.session(
                    seconds, database=self.database, default_access_mode=neo4j.READ_ACCESS, fetch_size=FETCHED
                ) as session,
                await session.begin_transaction(
                    metadata={**metadata_of("cypher"), **metadata}, timeout=seconds
                ) as transaction,
            ):
                yield Analysis(transaction)

    async def command(
        self, text: str, parameters: Parameters = {}, *, name: str = "schema", timeout: float = 600
    ) -> None:
        """Run one statement that makes its own transactions: it changes constraints, or says ``IN TRANSACTIONS``.

        Raises Refused when Neo4j refuses it.
        """
        with refusals(), Translated():
            async with self._pool.session(timeout, database=self.database) as session:
                await (await session.run(bounded_query(text, name, timeout), dict(parameters))).consume()

    async def define(self, text: str) -> None:
        """Run one statement that changes constraints or indexes, again as long as others do so at the same time or Neo4j is busy.

        Raises Refused when Neo4j refuses it.
        """
        begin = time.monotonic()
        while True:
            try:
                return await self.command(text)
            except DatabaseUnavailable as error:
                if not may_pass(error) or time.monotonic() - begin > DEFINING:
                    raise
            await asyncio.sleep(secrets.randbelow(1000) / 1000)  # else they meet again

    async def define_together(self, texts: Iterable[str]) -> None:
        """Run statements that change constraints or indexes in one transaction, which takes a fraction of the time.

        Raises Refused when Neo4j refuses one of them.
        """
        with refusals():
            async with self.transaction("schema", timeout=600) as transaction:
                for text in texts:
                    await transaction.run(text)

    @asynccontextmanager
    async def transaction(self, name: str, *, timeout: float) -> AsyncIterator["Transaction"]:
        """One transaction for several statements: committed at the end, rolled back by any exception.

        ``timeout`` in seconds is Neo4j's limit for the whole of it. Of a store from :meth:`within`, it is that transaction.
        """
        if self.joined is not None:
            yield self.joined
            return
        with Translated():
            async with (
                self._pool.session(timeout, database=self.database) as session,
                await session.begin_transaction(metadata=metadata_of(name), timeout=timeout) as open_transaction,
            ):
                yield Transaction(open_transaction)
                await open_transaction.commit()

    async def write(self, work: "Callable[[Transaction], Awaitable[T]]", name: str, *, timeout: float) -> T:
        """Do something in one transaction: committed at the end, rolled back by any exception, and then raised.

        A deadlock, a lost connection or another transient failure has it done once more from the beginning, for 3 seconds at most, so
        ``work`` keeps nothing from one call to the next. ``timeout`` in seconds is Neo4j's limit for each try. Of a store
        from :meth:`within`, it is done in that transaction, whose end and limit are those of whoever opened it.
        """
        if self.joined is not None:
            return await work(self.joined)

        async def once(session: AsyncSession) -> T:
            async with await session.begin_transaction(metadata=metadata_of(name), timeout=timeout) as opened:
                done = await work(Transaction(opened))
                await opened.commit()
                return done

        async with self._writing.place():
            with Translated(UNKNOWN):
                async with self._pool.session(timeout + RETRIES, database=self.database) as session:
                    return await self._repeated(lambda: once(session))

    async def _repeated(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """As the driver repeats, which neither counts nor tells of a try for which no connection came about."""
        end, pause = math.inf, FIRST_PAUSE
        while True:
            try:
                return await attempt()
            except (DriverError, Neo4jError) as error:
                now = time.monotonic()
                end = min(end, now + RETRIES)
                if not error.is_retryable() or now >= end:
                    raise
                self._retries.inc()
                await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 - so that two do not meet again
                pause *= 2


class _Writing:
    """The places of writers."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(WRITERS)
        self.under_way = self.waiting = 0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """One of them. Raises DatabaseUnavailable where none becomes free in time."""
        self.waiting += 1
        try:
            async with asyncio.timeout(WRITERS_WAIT):
                await self._places.acquire()
        except TimeoutError:
            raise DatabaseUnavailable("Too many are writing now. Try again in a few seconds.") from None
        finally:
            self.waiting -= 1
        self.under_way += 1
        try:
            yield
        finally:
            self.under_way -= 1
            self._places.release()
