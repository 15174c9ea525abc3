"""Restoring a moment: the backup before it, and the changes that were shipped beside that, done again up to then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from graph.backup import content, restoring, shipped
from graph.backup.content import Backup
from graph.backup.shipped import Payload, Rest, moment
from graph.derived import constraints
from graph.errors import DatabaseUnavailable, InvalidFile, NotFound, SpojenciError
from graph.log.stored import unpacked
from graph.progress import Progress
from graph.questions.named import BACKUP, CHANGES
from graph.records import Subject, record
from graph.schema import SCHEMA
from graph.store import Store, Transaction, Value
from graph.upkeep import drift, migrations
from graph.upkeep.drift import Drift
from graph.writing.redo import redo

PATTERN = "spojenci-*.backup.gz"
"""Names of backups that the service makes by itself."""

TIMEOUT = 3600.0
"""Seconds that one change may take: it can be a large import."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What a moment is restored from: a backup, the log beside it, and up to when of that; None is to its end."""

    backup: Backup
    log: Path
    until: datetime | None


@dataclass(slots=True)
class Reached:
    """How far a restore came: the last change, the time up to which the log tells, what was ``redone``, what did not fit.

    ``sound`` says that the map is what the log says, as far as that was done again.
    """

    sequence: int
    at: str
    unfit: list[Subject] = field(default_factory=list)
    redone: set[Subject] = field(default_factory=set)
    sound: bool = False

    def agrees(self, drift: Drift) -> bool:
        """Whether the map is what the log says, as far as it was done again."""
        return not self.unfit and self.redone.isdisjoint(each.subject for each in drift.records)


def log_of(backup: Path) -> Path:
    """The log that is written beside a backup."""
    return backup.with_name(backup.name.removesuffix(".backup.gz") + shipped.SUFFIX)


def opened(folder: Path, at: str | None) -> Moment:
    """What a moment is restored from, read through to its end; the last moment where none is named.

    Raises
    ------
    BadInput, NotFound
        The time is none; the folder holds no backup from before it.
    InvalidFile
        The backup or the log is damaged, or the two do not belong together.
    DatabaseNewer, MigrationChanged
        They come from a newer version, or from another one than this.
    """
    until = moment(at) if at else None
    logs = [log for path in sorted(folder.glob(PATTERN)) if (log := log_of(path)).exists()]
    unread: list[SpojenciError] = []
    heads = [(moment(head.made), log, head) for log in logs if (head := _head_of(log, unread))]
    fitting = [each for each in heads if until is None or each[0] <= until]
    if not fitting and unread:
        raise unread[0]
    if not fitting:
        oldest = f"; the oldest moment is {heads[0][2].made}" if heads else ""
        raise NotFound(f"{folder} has no backup with a log{' from before then' if heads else ''}{oldest}.", place="at")
    _, log, head = fitting[-1]
    backup = restoring.opened(log.with_name(log.name.removesuffix(shipped.SUFFIX) + ".backup.gz"))
    if backup.head.sha256 != head.follows:
        raise InvalidFile(f"{log} follows another backup than the one beside it. Nothing was written.")
    for _ in shipped.read(log, until):
        pass
    return Moment(backup, log, until)


def _head_of(log: Path, unread: list[SpojenciError]) -> shipped.LogHead | None:
    """The head of one of several logs; what is wrong with one that cannot be read is told where no other one serves."""
    try:
        return shipped.head_of(log)
    except SpojenciError as error:
        unread.append(error)
        return None


async def restore(store: Store, found: Moment, progress: Progress) -> Reached:
    """Restore a moment into an empty database.

    Raises as :func:`restoring.taken` does.
    """
    async with restoring.taken(store):
        head = await restoring.fill(store, found.backup, progress)
        await migrations.apply(store, migrations.load(), progress)
        await constraints.apply(store, SCHEMA)
        replay = _Replay(store, Reached(head.sequence, head.made), found.until)
        await _replayed(replay, found, progress)
        progress("Comparing with the log", None)
        replay.reached.sound = replay.reached.agrees(await drift.find(store, SCHEMA))
    return replay.reached


async def _replayed(replay: "_Replay", found: Moment, progress: Progress) -> None:
    """Do the lines of a log again. Raises SpojenciError, with the moment before what cannot be done."""
    try:
        for number, line in enumerate(shipped.read(found.log, found.until)):
            if not await replay.take(line.payload):
                break
            progress(f"Doing changes again: {number:,} lines", None)
        await replay.end()
    except DatabaseUnavailable:
        raise
    except Exception as error:
        # Whatever a log holds that was written by another hand, or under another model than the one of this version.
        raise SpojenciError(
            f"What {found.log} tells after change {replay.reached.sequence:,} cannot be done again: "
            f"{str(error) or type(error).__name__}. Restore the moment before it: "
            f"spojenci restore {found.log.parent} --at {replay.reached.at}."
        ) from error


class _Replay:
    """Does the lines of a log again, up to a moment.

    What is in no change stands as at the first look after the moment, so that a key that was revoked around it stays
    revoked; but for what itself says that it came later, and what was merged or removed, which stands as at the look before where no
    change came in between.
    """

    def __init__(self, store: Store, reached: Reached, until: datetime | None) -> None:
        self.reached = reached
        self._store = store
        self._until = until
        self._rest, self._before = Rest(), Rest()
        self._looked = -1

    async def take(self, payload: Payload) -> bool:
        """Do a line; whether to go on."""
        match payload:
            case {"rest": told, "at": at}:
                self._before = Rest(dict(self._rest.nodes))
                self._rest.take(told)
                if self._is_later(at):
                    if self.reached.sequence == self._looked:
                        self._rest.nodes = _with_traces_of(self._before.nodes, self._rest.nodes)
                    return False
                self._looked, self.reached.at = self.reached.sequence, at
            case {"at": at} if self._is_later(at):
                return True  # until the next look
            case {"change": properties, "sequence": sequence, "at": at, "parts": parts}:
                await self._change(sequence, at, properties, parts)
            case {"answer": answer, "at": at}:
                await self._run("answer_proposal", {"sequence": answer["sequence"], "at": at, "answer": answer})
        return True

    def _is_later(self, at: str) -> bool:
        return self._until is not None and moment(at) > self._until

    async def _change(self, sequence: int, at: str, properties: Payload, parts: Sequence[Payload]) -> None:
        if sequence <= self.reached.sequence:
            return
        if sequence != self.reached.sequence + 1:
            raise SpojenciError(f"it has no change {self.reached.sequence + 1:,}")
        change = shipped.untagged_properties(properties)
        made = [shipped.untagged_properties(part) for part in parts]
        work = partial(_done, sequence=sequence, at=at, change=change, parts=made)
        redone, unfit = await self._store.write(work, "redo", timeout=TIMEOUT)
        self.reached.redone |= redone
        self.reached.unfit += unfit
        self.reached.sequence, self.reached.at = sequence, at

    async def _run(self, name: str, parameters: Mapping[str, object]) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.run(CHANGES[name].text, parameters)

        await self._store.write(work, name, timeout=TIMEOUT)

    async def end(self) -> None:
        """Put in the place of what is in no change what was so at the moment."""
        rows = [row for id_, line in self._rest.nodes.items() if (row := self._then(id_, line))]
        requests = {row[1]["key"]: row for row in rows if row[1]["kind"] == "RequestKey"}
        others = [row for row in rows if row[1]["kind"] != "RequestKey"]

        async def work(transaction: Transaction) -> None:
            await transaction.run(BACKUP["forget_rest"].text, {"keys": [*requests]})
            await transaction.run(BACKUP["create_rest"].text, {"rows": [*others, *requests.values()]})

        await self._store.write(work, "rest", timeout=TIMEOUT)

    def _then(self, id_: str, line: bytes) -> list[Value] | None:
        for each in (line, self._before.nodes.get(id_)):
            if each is not None:
                [_, labels, properties] = content.parsed(each)[1]
                if not self._came_later(properties):
                    return [labels, properties]
        return None

    def _came_later(self, properties: Mapping[str, Value]) -> bool:
        sequence, at = properties.get("sequence"), properties.get("at")
        if isinstance(sequence, int) and sequence > self.reached.sequence:
            return True
        return at is not None and self._is_later(str(at))


def _with_traces_of(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> dict[str, bytes]:
    """What stood at the second of two looks, with what was merged and removed as at the first."""
    traces = {id_: line for id_, line in before.items() if _is_trace(line)}
    return {id_: line for id_, line in after.items() if not _is_trace(line)} | traces


def _is_trace(line: bytes) -> bool:
    """Whether a node is what a change left behind beside its records."""
    return shipped.is_of(line, "Merged") or shipped.is_of(line, "Removed")


async def _done(
    transaction: Transaction,
    *,
    sequence: int,
    at: str,
    change: Mapping[str, Value],
    parts: Sequence[Mapping[str, Value]],
) -> tuple[set[Subject], list[Subject]]:
    """Put a change into the log, and do what it did to the map; what that was, and what of it did not fit."""
    kept = {"sequence": sequence, "at": at, "change": change, "parts": parts}
    await transaction.run(CHANGES["write"].text, kept)
    if change["status"] != "applied":
        return set(), []
    records = [record(each) for part in parts for each in unpacked(part["records"])]
    return {each.subject for each in records}, await redo(transaction, SCHEMA, records, at, sequence)
