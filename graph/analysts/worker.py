"""A process that runs statements for the service, one after the other: ``python -m graph.analysts.worker``.

An answer can be larger than the service has memory for, or keep Python busy for seconds; here that harms nobody. A job is
a line of JSON on stdin. What comes of it is on stdout, in frames of a letter, a length of four bytes, and so many bytes:
``A`` is a part of the answer, ``D`` its end, ``E`` an error.
"""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field

import orjson

from graph.analysts import gate
from graph.analysts.answers import FORMATS, Outcome, encoded
from graph.errors import BadInput, DatabaseTimeout, DatabaseUnavailable, SpojenciError
from graph.settings import Settings
from graph.store import Endpoint, Refused, Store
from graph.store.analysis import Analysis, Plan
from graph.store.pool import SLACK

SECONDS = 30.0
"""Seconds that a statement may take in all."""

PLANNING = 5.0
"""Seconds that planning it may take of these."""

ROWS, BYTES = 10_000, 8 * 2**20
"""Rows of an answer, and bytes of it as JSON."""

MEMORY = 2**30
"""Bytes of memory that this process may have; one row of an answer can take all of it."""

STEPS = 5000
"""How deep Python may go into a plan: one of a statement that passes the gate can have hundreds of steps below one another."""

PART = 2**16
"""Bytes of an answer that are passed on at once."""

LATE = f"The statement took longer than the {SECONDS:.0f} s that it may; ask for less, or for a part of the map."
UNPLANNED = f"Planning the statement took longer than the {PLANNING:.0f} s that it may; use fewer or shorter patterns."
FELL = "The statement ended with the analysts' database, which is being made anew; try another one in half a minute."
TOO_LARGE = "A row of the answer is larger than it may be; return less of it."


@dataclass(slots=True)
class Job:
    """A statement, where to run it, and how to write the answer."""

    uri: str
    username: str
    password: str
    database: str
    text: str
    parameters: Mapping[str, object]
    profiled: bool
    format: str
    request: str

    def open(self) -> Store:
        """A store on the database."""
        settings = Settings().model_copy(update={"neo4j_database": self.database})
        return Endpoint(self.uri, self.username, self.password).open(settings)


@dataclass(slots=True)
class Fetched:
    """What was fetched of an answer; ``fell`` says that the database fell, or is blocked."""

    rows: int = 0
    bytes: int = 0
    truncated: bool = False
    fell: bool = False
    begun: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds that Neo4j may still take, so that its time-out comes before ours."""
        return max(SECONDS - SLACK - (time.monotonic() - self.begun), 1.0)


def main() -> None:
    """Do jobs until there is none any more."""
    _bound()
    for line in sys.stdin.buffer:
        _do(Job(**orjson.loads(line)))


def _bound() -> None:
    """Take less of the machine than the service does."""
    import resource  # Windows has none

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.nice(5)
    sys.setrecursionlimit(STEPS)


def _do(job: Job) -> None:
    fetched = Fetched()
    try:
        asyncio.run(_run(job, fetched))
        _send(b"D", orjson.dumps(asdict(fetched)))
    except SpojenciError as error:
        _fail(error, fetched)
    except MemoryError:
        _fail(BadInput(TOO_LARGE, place="query"), fetched)


def _fail(error: SpojenciError, fetched: Fetched) -> None:
    told = {"code": error.code, "message": error.message, "place": error.place}
    _send(b"E", orjson.dumps({**told, "fetched": asdict(fetched)}))


def _send(kind: bytes, content: bytes) -> None:
    sys.stdout.buffer.write(kind + len(content).to_bytes(4, "big") + content)
    sys.stdout.buffer.flush()


async def _run(job: Job, fetched: Fetched) -> None:
    text = gate.checked(job.text)
    async with job.open() as store:
        async with _told(fetched, UNPLANNED), store.analysis(PLANNING, {"request": job.request}) as analysis:
            _require_reading(*await analysis.explain(text, job.parameters))
        async with _told(fetched, LATE), store.analysis(fetched.left, {"request": job.request}) as analysis:
            await _fetch(analysis, text, job, fetched)


@asynccontextmanager
async def _told(fetched: Fetched, late: str) -> AsyncGenerator[None, None]:
    """Tells what a statement ended with, ``late`` for a time-out, and whether it took the database down or blocks it."""
    try:
        yield
    except Refused as error:
        raise BadInput(error.message, place="query") from error
    except (DatabaseTimeout, DatabaseUnavailable) as error:
        silent = isinstance(error.__cause__, TimeoutError)
        fetched.fell = silent or isinstance(error, DatabaseUnavailable)
        is_late = silent or isinstance(error, DatabaseTimeout)
        raise DatabaseTimeout(late) if is_late else DatabaseUnavailable(FELL) from error


def _require_reading(kind: str, plan: Plan | None) -> None:
    if plan is None or kind != "r":
        raise BadInput("this does not only read: a statement of analysts reads the graph", place="query")
    gate.require_reading(plan)


async def _fetch(analysis: Analysis, text: str, job: Job, fetched: Fetched) -> None:
    writer = FORMATS[job.format]()
    written = bytearray(writer.begin(await analysis.run(text, job.parameters, profiled=job.profiled)))
    async for row in analysis.rows():
        size = len(encoded(row))
        if fetched.rows == ROWS or fetched.bytes + size > BYTES:
            fetched.truncated = True
            break
        fetched.rows += 1
        fetched.bytes += size
        written += writer.row(row)
        if len(written) >= PART:
            _send(b"A", bytes(written))
            written.clear()
    plan = await analysis.profile() if job.profiled else None
    _send(b"A", bytes(written) + writer.end(Outcome(fetched.truncated, plan)))


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main()
