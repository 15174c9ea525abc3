"""Imports over the web, as Neo4j keeps them: who imports what, how far it is, what came of it, whether it shall end.

An import writes the number of its change into its record within its own transaction: whatever becomes of its process,
the record says whether it was written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from uuid import uuid4

import orjson

from graph.access import Viewer
from graph.errors import NotFound, Overloaded
from graph.exchange.importer import Seal
from graph.matching.joining import Verdict
from graph.questions.named import IMPORTS
from graph.store import Parameters, Store, Transaction, Values

EACH = 1
"""Imports of one caller at once."""

SILENT = 60
"""Seconds without a sign of life after which an import is over."""

DAYS = 7
"""Days for which is kept what came of an import."""

TIMEOUT = 10.0
"""Seconds that one statement about an import may take."""


class State(StrEnum):
    """What became of an import."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"
    """Its process has ended without a word; nothing was written."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported, and how; ``peer`` is the address of the other Spojenci that it is from."""

    file: str
    format: str | None = None
    dry_run: bool = False
    strict: bool = False
    mapping: str = ""
    matches: Sequence[Verdict] = ()
    why: str = ""
    source: str | None = None
    licence: str | None = None
    date: str | None = None
    remove_gone: bool = False
    peer: str | None = None


class Cancelled(Exception):
    """Somebody wants the import to end."""


async def create(store: Store, viewer: Viewer, order: Order) -> str:
    """Write down an import that begins; returns its id. Raises Overloaded where its caller has one under way."""
    id_ = uuid4().hex
    job = {"id": id_, "file": order.file, "dryRun": order.dry_run}
    values = {"owner": viewer.name, "each": EACH, "silent": SILENT, "days": DAYS, "job": job}
    if not await _write(store, "create", values):
        raise Overloaded("An import of yours is under way. Wait until it ends, or cancel it.")
    return id_


async def listed(store: Store, viewer: Viewer, id_: str | None = None, *, first: int = 1) -> list[Mapping[str, object]]:
    """The imports of a viewer, of an admin all, the newest first."""
    values = {"id": id_, "owner": viewer.answerable, "silent": SILENT, "first": first}
    rows = await store.read(IMPORTS["list"].text, values, name="imports")
    return [job | {"report": orjson.loads(job["report"]) if job["report"] else None} for [job] in rows]


async def one(store: Store, viewer: Viewer, id_: str) -> Mapping[str, object]:
    """One of them. Raises NotFound."""
    for job in await listed(store, viewer, id_):
        return job
    raise _missing(id_)


async def cancel(store: Store, viewer: Viewer, id_: str) -> None:
    """Ask an import to end. Raises NotFound."""
    if not await _write(store, "cancel", {"id": id_, "owner": viewer.answerable}):
        raise _missing(id_)


async def beat(store: Store, id_: str, done: int | None = None, total: int | None = None) -> bool:
    """Note that an import goes on, and how far it is; returns whether somebody wants it to end."""
    rows = await _write(store, "beat", {"id": id_, "done": done, "total": total})
    return not rows or rows[0] == [True]


def sealing(id_: str) -> Seal:
    """What has the transaction of an import say in its record which change it is, unless it shall end."""
    return partial(_seal, id_)


async def _seal(id_: str, transaction: Transaction, sequence: int | None) -> None:
    if not await transaction.run(IMPORTS["seal"].text, {"id": id_, "sequence": sequence}):
        raise Cancelled


async def end(
    store: Store, id_: str, state: State, error: str | None = None, report: Mapping[str, object] | None = None
) -> None:
    """Note what came of an import, unless that is noted."""
    told = None if report is None else orjson.dumps(report, default=str).decode()
    await _write(store, "end", {"id": id_, "state": state, "error": error, "report": told})


async def _write(store: Store, name: str, values: Parameters) -> list[Values]:
    async with store.transaction(f"import_{name}", timeout=TIMEOUT) as transaction:
        return await transaction.run(IMPORTS[name].text, values)


def _missing(id_: str) -> NotFound:
    return NotFound(f"there is no import {id_!r} of yours; ask for imports", place="id")
