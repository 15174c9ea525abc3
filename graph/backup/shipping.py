"""Ships the log of changes while the service serves: what was acknowledged is on another disk some seconds later."""

import asyncio
import os
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from graph.backup import shipped
from graph.backup.content import Head
from graph.backup.replaying import log_of
from graph.backup.shipped import LogHead, Rest, Writer, change_line, moment
from graph.errors import InvalidFile, SpojenciError
from graph.log.state import State, States
from graph.questions.named import BACKUP
from graph.store import Store, Values
from graph.store.values import from_neo4j
from graph.upkeep import migrations

MOST = 100
"""Changes that are read at once."""

FINISHING = timedelta(minutes=1)
"""How long a change may seem to be missing before one that is there; after that, somebody has deleted it by hand."""

LONGEST = timedelta(minutes=15)
"""How long what tells its time may have taken to be committed."""

TIMEOUT = 600.0
"""Seconds that reading them may take."""


class Moved(SpojenciError):
    """The database is not the one any more whose log is shipped: it was emptied, or restored."""


class Broken(Moved):
    """A change is missing from the log, so that what comes after it can follow no earlier backup."""


class Shipment:
    """The log beside one backup, open to be added to."""

    def __init__(self, store: Store, writer: Writer, log: str, sequence: int, since: str, rest: Rest) -> None:
        self._store = store
        self._log = log
        self._states = States(store)
        self._writer = writer
        self._sequence = sequence
        self._since = since
        self._rest = rest
        self._answers: list[Values] = []
        self._shipped: State | None = None

    @classmethod
    async def begin(cls, store: Store, backup: Path, head: Head) -> "Shipment":
        """Begin the log that follows a backup."""
        log, _, _, _ = await _place(store, head.sequence)
        last = await _migration(store)
        follows = LogHead(shipped.FORMAT, version("spojenci"), head.sha256, head.made, head.sequence, last, log)
        with ExitStack() as opened:
            writer = Writer(log_of(backup))
            opened.callback(writer.close)
            writer.add(follows.payload())
            shipment = cls(store, writer, log, head.sequence, head.made, Rest())
            await shipment.ship()
            opened.pop_all()
        return shipment

    @classmethod
    async def resume(cls, store: Store, backup: Path) -> "Shipment | None":
        """Go on with the log beside a backup; None where it is none of this database as it stands, or damaged."""
        try:
            head, (sequence, at, since), rest, (sum_, end) = await asyncio.to_thread(_read, log_of(backup))
        except (SpojenciError, KeyError, TypeError):
            return None
        log, last, found, _ = await _place(store, sequence)
        is_there = log == head.database and last >= sequence and (at is None or (found and moment(found) == moment(at)))
        if not is_there or await _migration(store) != head.migration:
            return None
        return cls(store, Writer(log_of(backup), sum_, end), log, sequence, since, rest)

    async def ship(self) -> None:
        """Write what has come since the last time, and have it on disk. Raises Moved, OSError and as ``Store``."""
        state = await self._states.now()
        if state != self._shipped:
            if not await self._ship():
                return
            self._shipped = state
        await asyncio.to_thread(os.utime, self._writer.path)

    async def _ship(self) -> bool:
        """Write what has come; whether that is all."""
        log, last, _, now = await _place(self._store, self._sequence)
        if log != (self._log or log) or last < self._sequence:
            raise Moved("the database was emptied or restored; a new backup is made")
        self._log = log
        while await self._changes():
            pass
        since = (moment(self._since) - LONGEST).isoformat()
        answers = await self._store.read(BACKUP["answers"].text, {"since": since}, name="ship")
        for answer, at in answers:
            if [answer, at] not in self._answers:
                self._writer.add({"answer": answer, "at": at})
        self._answers = answers
        [[rows]] = await self._store.read(BACKUP["rest"].text, {"since": since}, name="ship")
        told = await asyncio.to_thread(self._rest.difference, rows)
        self._writer.add({"rest": told or {"put": [], "drop": []}, "at": now})
        await asyncio.to_thread(self._writer.keep)
        self._since = now
        return self._sequence >= int(last)

    async def _changes(self) -> bool:
        """Write the next changes; whether there may be more. One that its writer is just finishing is left for later."""
        found = 0
        async with self._store.transaction("ship", timeout=TIMEOUT) as transaction:
            asked = {"after": self._sequence, "most": MOST}
            async for change, parts in transaction.stream(BACKUP["log"].text, asked):
                whole = sum(part["last"] - part["number"] + 1 for part in parts) == change["records"]
                at = from_neo4j(change["at"])
                if change["sequence"] != self._sequence + 1 or not whole:
                    if moment(at) < datetime.now(UTC) - FINISHING:
                        raise Broken(f"change {self._sequence + 1} is missing from the log; a new backup is made")
                    return False
                self._writer.add(change_line(change, parts, at))
                self._sequence += 1
                found += 1
        return found == MOST

    def close(self) -> None:
        """End it; another process may go on."""
        self._writer.close()


async def _place(store: Store, sequence: int) -> Values:
    [place] = await store.read(BACKUP["place"].text, {"sequence": sequence}, name="ship")
    return place


async def _migration(store: Store) -> int:
    return max((mark.version for mark in await migrations.marks(store)), default=0)


def _read(path: Path) -> tuple[LogHead, tuple[int, str | None, str], Rest, tuple[str, int]]:
    """The head of a log, the last change in it with its time and the last look, what is in no change, and its end."""
    lines = shipped.read(path)
    if (line := next(lines, None)) is None:
        raise InvalidFile(f"{path} is empty.")
    head, rest = LogHead(**line.payload), Rest()
    sequence, at, since = head.sequence, None, head.made
    for line in lines:
        match line.payload:
            case {"sequence": sequence, "at": at}:
                pass
            case {"rest": told, "at": since}:
                rest.take(told)
    return head, (sequence, at, since), rest, (line.sum, line.end)
