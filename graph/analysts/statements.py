"""Free Cypher on the analysts' twin: checked, planned, run in a reading transaction, and written down in the log.

A statement has 30 seconds, 10,000 rows and 8 MB of answer; what is beyond these is not fetched. One that fells the twin or
blocks it costs its caller an error, and the twin is made anew.
"""

import asyncio
import hashlib
import logging
import math
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from typing import Self

import orjson

from graph.admission import Admission
from graph.analysts import gate
from graph.analysts.twin import Twin
from graph.analysts.worker import LATE, SECONDS, TOO_LARGE, Fetched, Job
from graph.errors import (
    AnalystsUnavailable,
    BadInput,
    DatabaseTimeout,
    DatabaseUnavailable,
    SpojenciError,
    StatementFailed,
)
from graph.store import Store

logger = logging.getLogger("spojenci")

EACH, ALL = 2, 4
"""Statements of one caller, and of all, that run at once in a process."""

STARTING = 2.0
"""Seconds that a statement waits for a twin that is starting."""

GRACE = 2.0
"""Seconds beyond its limit after which a statement is taken for stuck, whatever it does."""

NESTING, LARGEST = 20, 2**63
"""Lists and objects within one another in a parameter; the first whole number that is too large for Neo4j."""

_ERRORS: Mapping[str, type[SpojenciError]] = {
    each.code: each for each in (BadInput, DatabaseTimeout, DatabaseUnavailable, StatementFailed)
}


class Ended(Exception):
    """A worker has ended over an answer: there is more of it than memory for it."""


@dataclass(slots=True)
class Statement:
    """A statement as a caller sends it, and what came of it."""

    query: str
    parameters: Mapping[str, object]
    caller: str
    request: str
    format: str = "json"
    profiled: bool = False
    fetched: Fetched = field(default_factory=Fetched)
    outcome: str = "cancelled"

    @property
    def seconds(self) -> float:
        """How long ago it was sent."""
        return time.monotonic() - self.fetched.begun


class Statements:
    """Runs statements of analysts on their twin, some at once. An asynchronous context."""

    def __init__(self, twin: Twin) -> None:
        self._twin = twin
        self._places = Admission(EACH, ALL, what="running Cypher")
        self._idle: list[Process] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        while self._idle:
            await _end(self._idle.pop())

    async def run(self, statement: Statement) -> AsyncGenerator[bytes, None]:
        """The answer, bit by bit.

        It is fetched as fast as Neo4j gives it, whether it is read or not, so that a slow reader holds nothing up. When
        its reader leaves, the statement ends.

        Raises
        ------
        BadInput
            The statement, a parameter, or a value of the answer is not what it may be.
        StatementFailed
            Neo4j failed over it.
        Overloaded, DatabaseTimeout, DatabaseUnavailable, AnalystsUnavailable
            Too many run now; it took too long; it ended with the twin; there is no twin now.
        """
        parts: asyncio.Queue[bytes | None] = asyncio.Queue()
        work = asyncio.create_task(self._logged(statement, parts))
        work.add_done_callback(lambda _: parts.put_nowait(None))
        try:
            while (part := await parts.get()) is not None:
                yield part
            await work
        finally:
            work.cancel()
            await asyncio.wait([work])

    async def _logged(self, statement: Statement, parts: asyncio.Queue[bytes | None]) -> None:
        try:
            await self._run(statement, parts)
            statement.outcome = "truncated" if statement.fetched.truncated else "answered"
        except SpojenciError as error:
            statement.outcome = f"{error.code}: {error.message:.200}"
            raise
        finally:
            logger.info("%s", _entry(statement))

    async def _run(self, statement: Statement, parts: asyncio.Queue[bytes | None]) -> None:
        require_parameters(statement.parameters)
        store = await self._twin.store(STARTING)
        async with self._places.place(statement.caller):
            try:
                await self._fetch(store, statement, parts)
            finally:
                if statement.fetched.fell:
                    await self._fallen(store)

    async def _fetch(self, store: Store, statement: Statement, parts: asyncio.Queue[bytes | None]) -> None:
        try:
            async with asyncio.timeout(SECONDS + GRACE), self._worker() as worker:
                assert worker.stdin
                worker.stdin.write(orjson.dumps(asdict(_job(store, statement))) + b"\n")
                async for part in _answer(worker, statement):
                    parts.put_nowait(part)
        except TimeoutError as error:
            statement.fetched.fell = True
            raise DatabaseTimeout(LATE) from error
        except Ended as error:
            raise BadInput(TOO_LARGE, place="query") from error

    @asynccontextmanager
    async def _worker(self) -> AsyncIterator[Process]:
        """A process to run a statement in; it is not used again unless it has answered."""
        while self._idle and self._idle[-1].returncode is not None:  # somebody has killed it meanwhile
            logger.warning("an idle process for statements ended with %s", self._idle.pop().returncode)
        worker = self._idle.pop() if self._idle else await _begin()
        try:
            yield worker
        except SpojenciError:
            self._idle.append(worker)
            raise
        except BaseException:
            await _end(worker)
            raise
        self._idle.append(worker)

    async def _fallen(self, store: Store) -> None:
        with suppress(AnalystsUnavailable):
            if await self._twin.store() is store:  # else another statement has told it already
                await self._twin.fell()


async def _begin() -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "graph.analysts.worker", stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )


async def _end(worker: Process) -> None:
    with suppress(ProcessLookupError):
        worker.kill()
    await worker.wait()


def _job(store: Store, statement: Statement) -> Job:
    at = store.endpoint
    return Job(
        at.uri,
        at.username,
        at.password,
        store.database,
        statement.query,
        statement.parameters,
        statement.profiled,
        statement.format,
        statement.request,
    )


async def _answer(worker: Process, statement: Statement) -> AsyncGenerator[bytes, None]:
    """The parts of an answer. Raises as the worker tells it."""
    assert worker.stdout
    while True:
        try:
            head = await worker.stdout.readexactly(5)
            content = await worker.stdout.readexactly(int.from_bytes(head[1:], "big"))
        except asyncio.IncompleteReadError as error:
            raise Ended from error
        if head[:1] == b"A":
            yield content
            continue
        told = orjson.loads(content)
        statement.fetched = Fetched(**(told["fetched"] if head[:1] == b"E" else told))
        if head[:1] == b"E":
            raise _ERRORS[told["code"]](told["message"], place=told["place"])
        return


def require_parameters(value: object, place: str = "parameters", depth: int = 0) -> None:
    """Raise BadInput for what the driver cannot carry."""
    if depth > NESTING:
        raise BadInput(f"more than {NESTING} lists and objects are within one another", place=place[:200])
    match value:
        case bool():
            pass
        case int() if not -LARGEST <= value < LARGEST:
            raise BadInput("a whole number has 64 bits at most; give a larger one as a text", place=place[:200])
        case float() if not math.isfinite(value):
            raise BadInput(f"{value} is no number that JSON has", place=place[:200])
        case str() if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise BadInput("a text has half of a surrogate pair in it", place=place[:200])
        case list():
            for number, item in enumerate(value):
                require_parameters(item, f"{place}.{number}", depth + 1)
        case dict():
            for name, item in value.items():
                require_parameters(item, f"{place}.{name}", depth + 1)


def _entry(statement: Statement) -> str:
    """The line of the log that tells of a statement."""
    query = statement.query.encode("utf-8", "replace")
    told = {
        "event": "cypher",
        "request": statement.request,
        "caller": statement.caller,
        "hash": hashlib.sha256(query).hexdigest()[:16],
        "statement": query[: gate.LONGEST].decode("utf-8", "replace"),
        "ms": round(statement.seconds * 1000),
        "rows": statement.fetched.rows,
        "bytes": statement.fetched.bytes,
        "outcome": statement.outcome,
    }
    return orjson.dumps(told).decode()
