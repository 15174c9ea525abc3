"""The one door to Neo4j: nothing else in the project imports the driver."""

import asyncio
import logging
import math
import os
import random
import re
import secrets
import socket
import ssl
import time
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext, suppress
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta, tzinfo
from enum import Enum, auto
from typing import Any, Self, TypeVar, overload
from urllib.parse import urlsplit

import neo4j
from neo4j import (
    AsyncDriver,
    AsyncGraphDatabase,
    AsyncResult,
    AsyncSession,
    AsyncTransaction,
    Bookmarks,
    Driver,
    GraphDatabase,
    Query,
)
from neo4j._exceptions import BoltSecurityError
from neo4j.exceptions import (
    AuthError,
    BrokenRecordError,
    ConfigurationError,
    ConnectionAcquisitionTimeoutError,
    ConstraintError,
    DatabaseError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)
from neo4j.spatial import CartesianPoint, Point, WGS84Point
from neo4j.time import Date, DateTime, Duration, Time
from opentelemetry.trace import SpanKind, get_current_span, get_tracer
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from graph.admission import Admission, Reader
from graph.condition import Condition
from graph.errors import BadInput, DatabaseTimeout, DatabaseUnavailable, SpojenciError
from graph.settings import Settings
from graph.trail import trail

logger = logging.getLogger("spojenci")
slow = logging.getLogger("spojenci.slow")
slow.addHandler(logging.NullHandler())  # for whoever runs a service; a command, which sets up no log, prints none
_tracer = get_tracer("spojenci")

# What Neo4j remarks on a statement is read from its answer where it is wanted; the driver would log it as well.
logging.getLogger("neo4j.notifications").setLevel(logging.CRITICAL)

Value = Any
"""A value that a statement returns; only the statement knows of which type it is."""

Values = list[Value]
"""One row that a statement returns."""

_AFTER: ContextVar[tuple[object, frozenset[str]]] = ContextVar("_AFTER", default=(None, frozenset()))
"""A pool, and what is read and written in it now comes after; see :meth:`Store.after`."""

Parameters = Mapping[str, object]
T = TypeVar("T")

_Answer = tuple[list[str], list[T], str]
"""The columns of a statement, what was made of its rows, and the bookmark after it."""

_DEAD = (ServiceUnavailable, SessionExpired, ConnectionAcquisitionTimeoutError, TimeoutError)
"""What a read meets on a connection that Neo4j, or something on the way to it, has dropped."""

_UNAVAILABLE = (*_DEAD, TransientError)
_BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
_TAKEN = re.compile(r"with label `([^`]+)` and property `([^`]+)` = '(.*)'", re.DOTALL)
LONGEST = 2000
"""Letters of a slow statement that are logged."""

WRITERS = 2
"""Writers of one process that hold a connection; they take turns anyway, and readers need the other connections."""

WRITERS_WAIT = 10.0
"""Seconds that a writer waits for one of these places."""

SLACK = 3.0
"""Seconds beyond Neo4j's own limit after which a connection on which nothing comes is taken for dead."""

RETRIES = 3.0
"""Seconds in which a writing transaction that met a transient failure is begun once more."""

FIRST_PAUSE = 0.2
"""Seconds before the second try; each further pause is twice as long."""

DEFINING = 60.0
"""Seconds in which a statement that changes constraints or indexes is begun anew where others do so at the same time."""
CONNECTIONS = 100
"""Connections of a process at once."""

PATIENCE = 2.0
"""Seconds in which a connection has to come about when it is asked how Neo4j is."""

LOOKING = 4
"""Connections beside them, on which is asked whether Neo4j answers at all."""

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
"""How an address of Neo4j may begin. The driver takes http:// too, as a preview, which waits for what never comes."""

LIVENESS = 5.0
"""Seconds without use after which a connection is tried before it is used again."""

FETCHED = 200
"""Rows that Neo4j sends at once to an analyst, whose rows may be large."""

PLANNING_TIMEOUT = 60.0
"""Seconds that planning alone may take; a Neo4j just started is slow at it."""


def point(latitude: float, longitude: float) -> WGS84Point:
    """A point as Neo4j keeps it, from degrees in WGS 84."""
    return WGS84Point((longitude, latitude))


def from_neo4j(value: Value) -> Value:
    """A value of Neo4j in the form of the canonical file; lists and maps are converted inside."""
    if isinstance(value, WGS84Point):
        return {"latitude": value.latitude, "longitude": value.longitude}
    if isinstance(value, DateTime):
        return value.to_native().isoformat()
    if isinstance(value, list):
        return [from_neo4j(item) for item in value]
    if isinstance(value, dict):
        return {key: from_neo4j(item) for key, item in value.items()}
    return value


def tagged(value: Value) -> object:
    """A property of Neo4j as JSON that :func:`untagged` makes the same property of: what JSON lacks is an object."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else {"float": repr(value)}
        case list():
            return [tagged(item) for item in value]
        case bytes() | bytearray():
            return {"bytes": b64encode(value).decode()}
        case Point():
            return {"point": list(value), "srid": value.srid}
        case Duration():
            return {"duration": list(value)}
        case Date():
            return {"date": [value.year, value.month, value.day]}
        case Time():
            return {"time": _clock(value), **_offset(value)}
        case DateTime():
            return {"datetime": [value.year, value.month, value.day, *_clock(value)], **_offset(value)}
    raise BadInput(f"A property of the type {type(value).__name__} cannot be told as JSON.")


def _clock(value: Time | DateTime) -> list[int]:
    return [value.hour, value.minute, value.second, value.nanosecond]


def _offset(value: Time | DateTime) -> dict[str, object]:
    if (offset := value.utc_offset()) is None:
        return {}
    zone = getattr(value.tzinfo, "zone", None)
    # The driver does not tell the offset Z from a zone that is called UTC.
    return {"offset": int(offset.total_seconds())} | ({"zone": zone} if zone and zone != "UTC" else {})


def untagged(value: Value) -> Value:
    """What :func:`tagged` made into JSON. Raises ValueError when it is none of these."""
    match value:
        case list():
            return [untagged(item) for item in value]
        case {"float": text}:
            return float(text)
        case {"bytes": text}:
            return b64decode(text)
        case {"point": parts, "srid": srid}:
            return (WGS84Point if srid in _WGS_84 else CartesianPoint)(parts)
        case {"duration": [months, days, seconds, nanoseconds]}:
            return Duration(months=months, days=days, seconds=seconds, nanoseconds=nanoseconds)
        case {"date": [*parts]}:
            return Date(*parts)
        case {"time": [hour, minute, second, nanosecond]}:
            return Time(hour, minute, second, nanosecond, _Zone.of(value))
        case {"datetime": [year, month, day, hour, minute, second, nanosecond]}:
            return DateTime(year, month, day, hour, minute, second, nanosecond, _Zone.of(value))
        case dict():
            raise ValueError(f"{sorted(value)} is no property")
    return value


_WGS_84 = (4326, 4979)


class _Zone(tzinfo):
    """An offset, and the name of the zone in which it holds at the time; the driver looks for it under ``key``."""

    def __init__(self, seconds: int, key: str | None) -> None:
        self._seconds = seconds
        self.key = key

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self | None:
        return cls(told["offset"], told.get("zone")) if "offset" in told else None

    def utcoffset(self, _: object) -> timedelta:
        return timedelta(seconds=self._seconds)


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A node in the answer to free Cypher."""

    element_id: str
    labels: tuple[str, ...]
    properties: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class GraphRelationship:
    """A relationship in the answer to free Cypher; ``start`` and ``end`` are the element ids of nodes."""

    element_id: str
    type: str
    start: str
    end: str
    properties: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class GraphPath:
    """A path in the answer to free Cypher."""

    nodes: tuple[GraphNode, ...]
    relationships: tuple[GraphRelationship, ...]


DEEPEST = 64
"""Lists and maps within one another in an answer to free Cypher."""


def plain(value: Value, depth: int = 0) -> object:
    """A value of Neo4j as JSON has it, but for nodes, relationships and paths. Raises BadInput where JSON has none."""
    if depth > DEEPEST:
        raise BadInput(f"more than {DEEPEST} lists and maps are within one another")
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return _finite(value)
        case list():
            return [plain(item, depth + 1) for item in value]
        case dict():
            return {key: plain(item, depth + 1) for key, item in value.items()}
    return _plain_structure(value)


def _plain_structure(value: Value) -> object:
    match value:
        case neo4j.graph.Node():
            return _node(value)
        case neo4j.graph.Relationship():
            return _relationship(value)
        case neo4j.graph.Path():
            return GraphPath(tuple(map(_node, value.nodes)), tuple(map(_relationship, value.relationships)))
        case Point():
            return _point(value)
        case Date() | Time() | DateTime() | Duration():
            return value.iso_format().replace(".000000000", "")
    raise BadInput(f"a value of the type {type(value).__name__} cannot be told")


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise BadInput(f"{value} is no number that JSON has; use toString or nullIf")
    return value


def _point(value: Point) -> dict[str, object]:
    names = ("longitude", "latitude", "height") if value.srid in _WGS_84 else ("x", "y", "z")
    return {**{name: _finite(part) for name, part in zip(names, value, strict=False)}, "srid": value.srid}


def _node(value: neo4j.graph.Node) -> GraphNode:
    return GraphNode(value.element_id, tuple(sorted(value.labels)), _properties(value))


def _relationship(value: neo4j.graph.Relationship) -> GraphRelationship:
    # An end that was not returned itself has no properties, and is false for that.
    start, end = (node.element_id if node is not None else "" for node in value.nodes)
    return GraphRelationship(value.element_id, value.type, start, end, _properties(value))


def _properties(value: neo4j.graph.Entity) -> dict[str, object]:
    return {name: plain(each) for name, each in sorted(value.items())}


@dataclass(frozen=True, slots=True)
class Plan:
    """A step of a plan, with what it took where the statement was profiled."""

    operator: str
    details: str
    rows: int | None
    db_hits: int | None
    children: tuple["Plan", ...]

    @classmethod
    def of(cls, step: Mapping[str, Any]) -> Self:
        """The step that a summary tells of, and those below it."""
        told = step["args"]
        children = tuple(cls.of(child) for child in step.get("children", ()))
        name = step["operatorType"].partition("@")[0]
        return cls(name, str(told.get("Details", "")), told.get("Rows"), told.get("DbHits"), children)


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

    def ailment(self) -> "Ailment | None":
        """Why it does not answer a query now; None where it does. Raises AccountRefused when it refuses the account."""
        auth = self.username, self.password
        try:
            with GraphDatabase.driver(
                self.uri, auth=auth, connection_acquisition_timeout=PATIENCE, user_agent="spojenci"
            ) as driver:
                return _ailment(driver)
        except AuthError as error:
            raise AccountRefused(_ACCOUNT) from error
        except (Neo4jError, DriverError) as error:
            return Ailment(Illness.SILENT if self._listens() else Illness.AWAY, str(error))

    def _listens(self) -> bool:
        host, _, port = urlsplit(self.uri).netloc.rpartition(":")
        with suppress(OSError), socket.create_connection((host, int(port)), 1):
            return True
        return False


class Illness(Enum):
    """Why a Neo4j does not answer."""

    AWAY = auto()
    SILENT = auto()
    """It listens and does not answer."""
    STARTING = auto()
    CRITICAL = auto()
    """It met an error after which only another start helps."""
    DAMAGED = auto()
    """It cannot open its database."""


@dataclass(frozen=True, slots=True)
class Ailment:
    """What a Neo4j suffers from, in its own words."""

    illness: Illness
    message: str


def _ailment(driver: Driver) -> Ailment | None:
    try:
        with driver.session(database="neo4j") as session:
            session.run("RETURN 1").consume()
    except TransientError as error:
        return _of_database(driver) or Ailment(Illness.STARTING, str(error))
    except DatabaseError as error:
        return Ailment(Illness.CRITICAL, str(error))
    return None


def _of_database(driver: Driver) -> Ailment | None:
    """What the database says why it is not there."""
    with driver.session(database="system") as session:
        for _, message in session.run("SHOW DATABASE neo4j YIELD currentStatus, statusMessage"):
            if message:
                return Ailment(Illness.DAMAGED, message)
    return None


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
            buckets=_BUCKETS,
            registry=self.metrics,
        )
        self._retries = Counter(
            "spojenci_retries", "Writing transactions done once more after a transient failure.", registry=self.metrics
        )
        self._slow = settings.slow
        self._admission.show(self.metrics)
        self._pool = _Pool(endpoint)
        pool = Gauge("spojenci_pool_connections", "Connections to Neo4j.", ["state"], registry=self.metrics)
        pool.labels("in use").set_function(lambda: self._pool.in_use)
        pool.labels("allowed").set(CONNECTIONS)
        writers = Gauge("spojenci_writers", "Writers, who take turns.", ["state"], registry=self.metrics)
        writers.labels("under way").set_function(lambda: self._writing.under_way)
        writers.labels("waiting").set_function(lambda: self._writing.waiting)
        self._own = _Pool(endpoint, LOOKING)

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
        token = _AFTER.set((self._pool, bookmarks))
        try:
            yield
        finally:
            _AFTER.reset(token)

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
        query = _query("RETURN 1", "verify", self._read_timeout)
        try:
            async with asyncio.timeout(seconds):
                with _Translated():
                    await self._exchange(query, {}, list, self._own)
        except TimeoutError:
            raise DatabaseUnavailable(_SILENT) from None

    def give_up(self) -> None:
        """Have all who wait for Neo4j told that it does not answer, as far as the condition says so."""
        self._pool.give_up()

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
        _, [row], bookmark = await self._answered(_query(text, name, timeout), {}, name, list)
        return row, bookmark

    async def _read(self, text: str, parameters: Parameters, name: str, row: Callable[[Values], T]) -> "_Answer[T]":
        reader = self.reader
        if reader is None:
            return await self._answered(_query(text, name, self._read_timeout), parameters, name, row)
        async with self._admission.place(reader.caller, reader.left):
            start = time.perf_counter()
            try:
                if (seconds := reader.left) <= 0:
                    raise DatabaseTimeout(_LATE)
                return await self._answered(_query(text, name, seconds), parameters, name, row)
            finally:
                reader.seconds += time.perf_counter() - start

    async def _answered(
        self, query: Query, parameters: Parameters, name: str, row: Callable[[Values], T]
    ) -> "_Answer[T]":
        """The answer, from another connection where the first one is dead: reading twice does no harm."""
        trail().statements += 1
        with self._timed(query.text, name), _Translated():
            with suppress(*_DEAD):
                return await self._exchange(query, parameters, row, self._pool)
            return await self._exchange(query, parameters, row, self._pool)

    async def _exchange(
        self, query: Query, parameters: Parameters, row: Callable[[Values], T], pool: "_Pool"
    ) -> "_Answer[T]":
        assert query.timeout is not None
        async with pool.session(
            query.timeout, database=self.database, default_access_mode=neo4j.READ_ACCESS
        ) as session:
            result = await session.run(query, dict(parameters))
            rows = [row(record.values()) async for record in result]
            return list(result.keys()), rows, "".join(sorted((await session.last_bookmarks()).raw_values))

    @contextmanager
    def _timed(self, text: str, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            with _span(name):
                yield
        finally:
            seconds = time.perf_counter() - start
            self._seconds.labels(name).observe(seconds)
            if seconds >= self._slow:
                told = {"statement": name, "ms": round(seconds * 1000), "cypher": _shape(text)}
                slow.warning("slow statement", extra=told)

    async def explain(self, text: str, parameters: Parameters = {}) -> tuple[list[str], list[str]]:
        """The columns of a statement and what Neo4j remarks on it, without running it."""
        with _Translated():
            async with self._pool.session(
                PLANNING_TIMEOUT,
                database=self.database,
                default_access_mode=neo4j.READ_ACCESS,
                notifications_min_severity="INFORMATION",
            ) as session:
                result = await session.run(_query("EXPLAIN " + text, "explain", PLANNING_TIMEOUT), dict(parameters))
                keys = list(result.keys())
                summary = await result.consume()
                remarks = [s.status_description for s in summary.gql_status_objects if s.is_notification]
                return keys, remarks

    async def bookmark(self, seconds: float) -> frozenset[str]:
        """What stands for all that has been written so far: it stays the same until somebody writes."""
        with _Translated():
            async with self._pool.session(
                seconds, database=self.database, default_access_mode=neo4j.READ_ACCESS
            ) as session:
                await (await session.run(_query("RETURN 1", "bookmark", seconds))).consume()
                return (await session.last_bookmarks()).raw_values

    @asynccontextmanager
    async def analysis(self, seconds: float, metadata: Mapping[str, str] = {}) -> AsyncIterator["Analysis"]:
        """A reading transaction for statements of an analyst, rolled back at its end, and at the latest in so many seconds.

        Raises :class:`Refused` with what Neo4j says of a statement.
        """
        with _Translated(), _told_of_statement():
            async with (
                self._pool.session(
                    seconds, database=self.database, default_access_mode=neo4j.READ_ACCESS, fetch_size=FETCHED
                ) as session,
                await session.begin_transaction(
                    metadata={**_metadata("cypher"), **metadata}, timeout=seconds
                ) as transaction,
            ):
                yield Analysis(transaction)

    async def command(
        self, text: str, parameters: Parameters = {}, *, name: str = "schema", timeout: float = 600
    ) -> None:
        """Run one statement that makes its own transactions: it changes constraints, or says ``IN TRANSACTIONS``.

        Raises Refused when Neo4j refuses it.
        """
        with _refusals(), _Translated():
            async with self._pool.session(timeout, database=self.database) as session:
                await (await session.run(_query(text, name, timeout), dict(parameters))).consume()

    async def define(self, text: str) -> None:
        """Run one statement that changes constraints or indexes, again as long as other processes do so at the same time.

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
        with _refusals():
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
        with _Translated():
            async with (
                self._pool.session(timeout, database=self.database) as session,
                await session.begin_transaction(metadata=_metadata(name), timeout=timeout) as open_transaction,
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
            async with await session.begin_transaction(metadata=_metadata(name), timeout=timeout) as opened:
                done = await work(Transaction(opened))
                await opened.commit()
                return done

        async with self._writing.place():
            with _Translated(_UNKNOWN):
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


class _Pool:
    """The connections to one Neo4j, replaced together: what dropped one of them without a word dropped the others too."""

    def __init__(self, endpoint: Endpoint, size: int = CONNECTIONS) -> None:
        self._uri = endpoint.uri
        self._auth = endpoint.username, endpoint.password
        self._condition = endpoint.condition
        self._is_for_looking = size == LOOKING
        self._size = size
        self._sessions: defaultdict[AsyncDriver, int] = defaultdict(int)
        self._waiting: set[asyncio.Timeout] = set()
        # On one server whatever is committed is there for everybody.
        self.bookmarks = AsyncGraphDatabase.bookmark_manager() if endpoint.uri.startswith("neo4j") else None
        self.driver = self._open()

    @property
    def in_use(self) -> int:
        """Sessions that are open now."""
        return sum(self._sessions.values())

    def give_up(self) -> None:
        """End all sessions as if their time had come."""
        for each in [*self._waiting]:
            each.reschedule(0)

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
    async def session(self, limit: float, **configuration: Any) -> AsyncIterator[AsyncSession]:
        """A session of so many seconds and some more; connections that are dead then are not used again.

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
                try:
                    yield session
                finally:
                    self._waiting.discard(waiting)
        except (TimeoutError, ConnectionAcquisitionTimeoutError):
            self.driver = self._open() if self.driver is driver else self.driver
            raise
        finally:
            self._sessions[driver] -= 1
            if driver is not self.driver and not self._sessions[driver]:
                del self._sessions[driver]
                await driver.close()


class Analysis:
    """An open transaction for statements of an analyst; see :meth:`Store.analysis`."""

    def __init__(self, transaction: AsyncTransaction) -> None:
        self._transaction = transaction
        self._result: AsyncResult | None = None

    async def explain(self, text: str, parameters: Parameters) -> tuple[str, Plan | None]:
        """What a statement would do (``r`` is to read), and the plan for it."""
        summary = await (await self._transaction.run("EXPLAIN " + text, dict(parameters))).consume()
        return summary.query_type or "", Plan.of(summary.plan) if summary.plan else None

    async def run(self, text: str, parameters: Parameters, *, profiled: bool) -> list[str]:
        """Begin a statement; returns its columns."""
        self._result = await self._transaction.run(f"PROFILE {text}" if profiled else text, dict(parameters))
        return list(self._result.keys())

    async def rows(self) -> AsyncIterator[list[object]]:
        """Its rows, as they come. Raises BadInput for a value that cannot be told."""
        assert self._result
        number = 0
        async for record in self._result:
            number += 1
            yield [_told(record, place, name, number) for place, name in enumerate(self._result.keys())]

    async def profile(self) -> Plan | None:
        """What it took so far; no further row comes."""
        assert self._result
        summary = await self._result.consume()
        return Plan.of(summary.profile) if summary.profile else None


def _told(record: neo4j.Record, place: int, name: str, number: int) -> object:
    where = f"rows.{number - 1}.{name:.100}"
    try:
        return plain(record[place])
    except BrokenRecordError as error:
        message = "this value is beyond what can be told, as a date after the year 9999 is; use toString"
        raise BadInput(f"row {number}, {name:.100}: {message}", place=where) from error
    except BadInput as error:
        raise BadInput(f"row {number}, {name:.100}: {error.message}", place=where) from error


class Transaction:
    """An open transaction; see :meth:`Store.transaction`."""

    def __init__(self, transaction: AsyncTransaction) -> None:
        self._transaction = transaction

    async def run(self, text: str, parameters: Parameters = {}) -> list[Values]:
        """Run one statement and return its rows as lists of values."""
        return [record.values() async for record in await self._run(text, parameters)]

    async def stream(self, text: str, parameters: Parameters = {}) -> AsyncIterator[Values]:
        """Run one statement and give its rows as they come, some hundreds of which wait at most."""
        async for record in await self._run(text, parameters):
            yield record.values()

    async def send(self, text: str, parameters: Parameters = {}) -> None:
        """Send one statement whose rows are not needed, and do not wait for its end.

        Its errors are raised by the next statement or the commit. A statement without RETURN is waited for all the
        same: Neo4j runs it before it acknowledges it.
        """
        await self._run(text, parameters)

    async def _run(self, text: str, parameters: Parameters) -> AsyncResult:
        lists = {name: [*value] for name, value in parameters.items() if isinstance(value, list)}
        trail().statements += 1
        result = await self._transaction.run(text, {**parameters, **lists})
        # The driver keeps the parameters of every statement until the transaction ends: of an import, the whole file.
        for sent in lists.values():
            sent.clear()
        return result


def _span(name: str) -> AbstractContextManager[object]:
    """The span of a statement, where it is run for a request that has one."""
    if not get_current_span().is_recording():
        return nullcontext()
    return _tracer.start_as_current_span(f"neo4j {name}", kind=SpanKind.CLIENT)


def _shape(text: str) -> str:
    """A statement as the log shows it: without its comments and in one line; values are parameters, and never in it."""
    return " ".join(word for line in text.splitlines() if not line.startswith("//") for word in line.split())[:LONGEST]


def _metadata(name: str) -> dict[str, str | int]:
    return {"app": "spojenci", "name": name, "pid": os.getpid()}


def _query(text: str, name: str, timeout: float) -> Query:
    return Query(text, metadata=_metadata(name), timeout=timeout)


class _Translated:
    """Turns the driver's exceptions into ours; those that are our own bugs pass.

    ``late`` are other words for what took too long.
    """

    def __init__(self, late: str | None = None) -> None:
        self._late = late

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        if isinstance(error, Neo4jError | DriverError | TimeoutError) and (translated := _translate(error)):
            late = isinstance(error, TimeoutError) or isinstance(translated, DatabaseTimeout)
            raise DatabaseTimeout(self._late) if late and self._late else translated from error


@contextmanager
def _told_of_statement() -> Iterator[None]:
    """Turns what Neo4j or the driver has against a statement into :class:`Refused`; what is no fault of it passes."""
    try:
        yield
    except RecursionError as error:
        raise Refused("The answer has too many lists and maps within one another.") from error
    except Neo4jError as error:
        code = (error.code or "").rpartition(".")[2]
        if code in _OF_MEMORY:
            raise Refused(_TOO_MUCH_MEMORY) from error
        if isinstance(error, AuthError) or code in _BY_CODE or code == "DatabaseUnavailable":
            raise
        raise Refused(f"{error.message:.1000} ({code})") from error


class AccountRefused(DatabaseUnavailable):
    """Neo4j refuses the name or the password of the account."""


class Refused(SpojenciError):
    """Neo4j refuses a command; the message is Neo4j's own, with its code."""


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except Neo4jError as error:
        raise Refused(f"{error.message} ({error.code})") from error


class Taken(BadInput):
    """Another element already has a value that only one may have; label, property and value as far as Neo4j names them."""

    def __init__(self, message: str) -> None:
        found = _TAKEN.search(message)
        self.label, self.property, self.value = found.groups() if found else ("", "", "")
        text = f"Another {self.label} has {self.property} {self.value!r} already." if found else message
        super().__init__(text, place=self.property or None)


def may_pass(error: DatabaseUnavailable) -> bool:
    """Whether trying again can help, in the driver's own judgement: a wrong password or certificate stays wrong."""
    cause = error.__cause__
    return error.place != "NEO4J_URI" and isinstance(cause, Neo4jError | DriverError) and cause.is_retryable()


def _tls_failure(error: BaseException | None) -> BaseException | None:
    """Why no secure connection came about; the driver hides it among its causes. Plain Bolt just hangs up."""
    if error is None or isinstance(error, ssl.SSLError | BoltSecurityError):
        return error
    causes = [error.__cause__, *getattr(error, "exceptions", ())]
    return next(filter(None, map(_tls_failure, causes)), None)


_SILENT = "Neo4j does not answer; it may be starting. Try again in a few seconds."
_UNKNOWN = (
    "The change took too long, and may have been made or not: look, or send it once more with the same Idempotency-Key, "
    "which makes it once in any case."
)
_LATE = "The question took longer than it may; ask for less, or with a key, which gives it more time."
_ACCOUNT = "Neo4j refuses the account: check NEO4J_USERNAME and NEO4J_PASSWORD."
_UNTRUSTED = (
    "Neo4j's certificate is not trusted, or it offers no TLS ({}). Trust its authority on this machine; or use "
    "neo4j+ssc:// for a certificate of its own making, neo4j:// for none."
)
_NO_MEMORY = (
    "This needs more memory than Neo4j may take. Raise SPOJENCI_HEAP (for a Neo4j of your own: "
    "dbms.memory.transaction.total.max), or do it in smaller parts."
)

_OF_MEMORY = ("MemoryPoolOutOfMemoryError", "TransactionOutOfMemoryError", "OutOfMemoryError")
_TOO_MUCH_MEMORY = (
    "The statement needs more memory than a statement of analysts may take. Aggregate sooner, or ask for less."
)

_BY_CODE: dict[str, SpojenciError] = {
    **dict.fromkeys(
        ("InvalidBookmark", "InvalidBookmarkMixture"),
        BadInput("It is no bookmark of this Neo4j: send what an answer of this service has told."),
    ),
    "BookmarkTimeout": DatabaseUnavailable("Neo4j has not seen yet what this is to come after. Try again in a second."),
    **dict.fromkeys(
        ("TransactionTimedOut", "TransactionTimedOutClientConfiguration"),
        DatabaseTimeout(_LATE),
    ),
    "DatabaseNotFound": DatabaseUnavailable("Neo4j has no database of this name: check NEO4J_DATABASE."),
    # Neo4j calls it transient, but the same again needs the same memory.
    **dict.fromkeys(_OF_MEMORY, BadInput(_NO_MEMORY)),
    **dict.fromkeys(
        ("TransactionStartFailed", "TransactionLogError", "TransactionCommitFailed"),
        DatabaseUnavailable("Neo4j met a critical error; a full disk is the usual one. Its log says which."),
    ),
    "LockAcquisitionTimeout": DatabaseUnavailable(
        "Another import or change is under way. Try again when it has ended."
    ),
}


def _translate(error: Exception) -> SpojenciError | None:
    if isinstance(error, AuthError):
        return AccountRefused(_ACCOUNT)
    if isinstance(error, ConstraintError):
        return Taken(error.message or "")
    if isinstance(error, Neo4jError) and (known := _BY_CODE.get((error.code or "").rpartition(".")[2])):
        return type(known)(known.message)
    if not isinstance(error, _UNAVAILABLE):
        return None
    if refusal := _tls_failure(error):
        reason = getattr(refusal, "verify_message", "") or getattr(refusal, "reason", "") or "it hung up"
        return DatabaseUnavailable(_UNTRUSTED.format(reason), place="NEO4J_URI")
    return DatabaseUnavailable(_SILENT)
