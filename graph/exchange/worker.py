"""The process of one import over the web: ``python -m graph.exchange.worker``, with its order as a line of JSON.

A file that somebody sends can take any time and memory. In a process of its own it holds up nobody, has bounds, and can be
ended at any moment; Neo4j then takes back what is not committed.
"""

import asyncio
import logging
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Self

import orjson

from graph.access import OPERATOR, Author, Door, Role, Viewer
from graph.errors import BadInput, DatabaseTimeout, DatabaseUnavailable, InvalidFile, Problem, SpojenciError
from graph.exchange import importer, jobs, peers, reporting
from graph.exchange.importer import Loading, Report
from graph.exchange.jobs import Cancelled, Order, State
from graph.exchange.sourcing import Origin
from graph.formats import registry
from graph.formats.format import Format, Options
from graph.mapping.proposal import Word
from graph.matching.duplicates import known_names
from graph.matching.joining import Verdict
from graph.rows import Notice, Row
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.sources.registers import READABLE
from graph.store import Endpoint, Store

BEAT = 1.0
"""Seconds from one sign of life to the next."""

GRACE = 5.0
"""Seconds that an import gets to end by itself."""

MEMORY = 4 << 30
"""Bytes of data that the process may have; a file that needs more is refused."""

LEAST, SPARE = 160 << 20, 64 << 20
"""Bytes that it may have in any case, and that it leaves to others in its container."""

CGROUP = Path("/sys/fs/cgroup")
"""Where Linux tells what the processes of a container may have together (cgroup v2)."""

LISTED = 300
"""Problems, remarks, changes and matches that are kept of each at most; all are counted."""

READ_TIMEOUT = 60.0
"""Seconds that a statement may take that reads what rows are compared with."""


@dataclass(frozen=True, slots=True)
class Task:
    """An order with where it is from, whose it is, and which database it is for."""

    id: str
    path: str
    order: Order
    viewer: Viewer
    door: Door
    endpoint: Endpoint
    database: str

    def line(self) -> bytes:
        """The line of JSON from which the process makes it."""
        login = {name: getattr(self.endpoint, name) for name in ("uri", "username", "password")}
        told = {"id": self.id, "path": self.path, "order": asdict(self.order), "viewer": asdict(self.viewer)}
        more = {"door": self.door, "login": login, "database": self.database}
        return orjson.dumps(told | more, option=orjson.OPT_APPEND_NEWLINE)

    @classmethod
    def of(cls, line: bytes) -> Self:
        """The task of a line."""
        told = orjson.loads(line)
        order = told["order"]
        order["matches"] = [Verdict(**each) for each in order["matches"]]
        viewer = Viewer(Role(told["viewer"]["role"]), told["viewer"]["name"])
        door, endpoint = Door(told["door"]), Endpoint(**told["login"])
        return cls(told["id"], told["path"], Order(**order), viewer, door, endpoint, told["database"])


@dataclass(slots=True)
class _Rows:
    """Counts rows as they are read, and as they are done; ``total`` is known once all are read."""

    read: int = 0
    done: int = 0
    total: int | None = None

    def counted(self, rows: Iterable[Row | Notice | Problem]) -> Iterator[Row | Notice | Problem]:
        """The rows, as they are read."""
        for row in rows:
            self.read += isinstance(row, Row)
            yield row
        self.total = self.read

    def note(self, done: int) -> None:
        """So many are done."""
        self.done = done


async def run(task: Task, content: BinaryIO) -> None:
    """Import the content of a file as a task says, and note what came of it."""
    settings = Settings().model_copy(update={"neo4j_database": task.database, "read_timeout": READ_TIMEOUT})
    async with task.endpoint.open(settings) as store:
        rows = _Rows()
        importing = asyncio.create_task(_import(store, task, rows, content))
        while not importing.done():
            await asyncio.wait([importing], timeout=BEAT)
            if await _shall_end(store, task, rows):
                importing.cancel()
                await asyncio.wait([importing], timeout=GRACE)
                break
        await jobs.end(store, task.id, *_outcome(importing))


async def _shall_end(store: Store, task: Task, rows: _Rows) -> bool:
    with suppress(DatabaseUnavailable, DatabaseTimeout):  # a commit that takes long holds the record
        return await jobs.beat(store, task.id, rows.done, rows.total)
    return False


def _outcome(importing: "asyncio.Task[Mapping[str, object]]") -> tuple[State, str | None, Mapping[str, object] | None]:
    """What became of an import: state, error and report."""
    if not importing.done() or importing.cancelled():
        return State.CANCELLED, None, None
    match importing.exception():
        case None:
            return State.DONE, None, importing.result()
        case Cancelled():
            return State.CANCELLED, None, None
        case InvalidFile() as error:
            problems = {"refused": reporting.places(error.problems), "refusedCount": len(error.problems)}
            return State.FAILED, error.message, bounded(problems)
        case SpojenciError() as error:
            return State.FAILED, error.message, None
        case MemoryError():
            return State.FAILED, TOO_LARGE, None
        case error:
            raise error


AWAY = 75
"""The code of a process that cannot note what came of its import, for Neo4j does not answer."""

TOO_LARGE = "The file needs more memory than an import may take; divide it."


async def _import(store: Store, task: Task, rows: _Rows, content: BinaryIO) -> Mapping[str, object]:
    format = await asyncio.to_thread(_format, task.order, content)
    options = _options(format, task.order)
    report = await _load(store, task, rows, format, content, options)
    rows.done = rows.read
    await _shall_end(store, task, rows)
    content.seek(0)
    words = await _words(store, format, content, options) if task.order.dry_run else []
    return bounded({**reporting.data(report), "format": format.name, "words": [_told(each) for each in words]})


def _format(order: Order, content: BinaryIO) -> Format:
    return registry.named(order.format, READABLE) if order.format else registry.recognised(content, READABLE)


async def _load(store: Store, task: Task, rows: _Rows, format: Format, stream: BinaryIO, options: Options) -> Report:
    order = task.order
    told = Loading(
        author=Author(task.viewer, task.door, "import", f"{order.file}: {order.why}" if order.why else order.file),
        dry_run=order.dry_run,
        strict=order.strict,
        origin=Origin.of(
            order.file, stream, format.register, source=order.source, licence=order.licence, date=order.date
        ),
        remove_gone=order.remove_gone,
        progress=rows.note,
        seal=jobs.sealing(task.id),
    )
    counted = rows.counted(registry.rows(format, stream, options))
    if order.peer:
        peer = peers.of_file(format.name, order.peer)
        return await peers.load(store, SCHEMA, peer, counted, order.matches, **told)
    if format.drawn:
        return await importer.load_drawn(store, SCHEMA, counted, order.matches, **told)
    return await importer.load(store, SCHEMA, counted, **told)


def _options(format: Format, order: Order) -> Options:
    options = format.bind({}, registry.stem(Path(order.file)))
    if not order.mapping:
        return options
    if not format.drawn:
        raise BadInput(f"The words of the format {format.name} are the model's: it takes no mapping.", place="mapping")
    return replace(options, texts={**options.texts, "mapping": order.mapping})


async def _words(store: Store, format: Format, stream: BinaryIO, options: Options) -> list[Word]:
    with suppress(InvalidFile):  # its words are the model's, or those of an archive that was read as it is
        return await asyncio.to_thread(
            registry.proposed_mapping, format, stream, options, await known_names(store, OPERATOR)
        )
    return []


def _told(word: Word) -> Mapping[str, object]:
    return asdict(replace(word, examples=list(word.examples), remarks=list(word.remarks), said=dict(word.said)))


def bounded(report: Mapping[str, Any]) -> Mapping[str, object]:
    """A report whose lists are short, with the names of what they tell of."""
    short = {name: value[:LISTED] if isinstance(value, list) else value for name, value in report.items()}
    ids = {
        each.get(end) for name in ("changed", "gone") for each in short.get(name, ()) for end in ("id", "from", "to")
    }
    names = report.get("names")
    return short | ({"names": {id_: name for id_, name in names.items() if id_ in ids}} if names else {})


def _bound_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # not everywhere, and not above what the system allows
        import resource

        bytes_ = _allowed(CGROUP)
        resource.setrlimit(resource.RLIMIT_DATA, (bytes_, bytes_))


def _allowed(cgroup: Path) -> int:
    """Bytes that the process may have: in a container what is left there, for one that takes more ends with all the others."""
    try:
        most = int((cgroup / "memory.max").read_text())
        stat = dict(line.split() for line in (cgroup / "memory.stat").read_text().splitlines())
        taken = int(stat["anon"]) + int(stat["shmem"])  # what else there is, such as files that were read, gives way
    except (OSError, ValueError, KeyError):  # no container, or one without a bound
        return MEMORY
    return min(MEMORY, max(most - taken - SPARE, LEAST))


def main() -> None:
    """Run the task on standard input, and end at once: nothing waits for a thread that still reads."""
    _bound_memory()
    logging.getLogger("neo4j").addHandler(
        logging.NullHandler()
    )  # else what it has to say stands bare in the service's log
    task = Task.of(sys.stdin.buffer.readline())
    code = 0
    with Path(task.path).open("rb") as content:
        try:
            asyncio.run(run(task, content))
        except (DatabaseUnavailable, DatabaseTimeout):
            code = AWAY
    os._exit(code)


if __name__ == "__main__":
    main()
