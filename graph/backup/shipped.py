"""The log of changes as it is written beside a backup, while the service serves.

A line for each change, each answer to a proposal, and each look at what is in no change (keys, webhooks, feedback …). Every
line begins with the SHA-256 of itself and the sum of the line before, so that nothing can be changed, lost or put in between.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

import orjson

from graph.backup import content
from graph.errors import BadInput, DatabaseNewer, InvalidFile
from graph.store import Value, Values
from graph.store.values import tagged, untagged

FORMAT = 1
"""The number of this form of file; files of higher ones are refused."""

SUFFIX = ".log"
_SUM = 64

Payload = Mapping[str, Value]
"""What a line says: a head, ``{change, sequence, at, parts}``, ``{answer, at}`` or ``{rest, at}``."""


@dataclass(frozen=True, slots=True)
class LogHead:
    """The first line: which backup the log follows, from which change on, and of which database it is.

    ``made`` is the time of the backup, ``migration`` the number of the last one that was applied to the data.
    """

    format: int
    version: str
    follows: str
    made: str
    sequence: int
    migration: int
    database: str
    log: str = content.KIND

    def payload(self) -> dict[str, object]:
        """The head as a line says it."""
        return asdict(self)


class Line(NamedTuple):
    """A line as it was read: what it says, its sum, and where it ends in the file."""

    payload: Payload
    sum: str
    end: int


class Writer:
    """Adds lines to the end of a file; they are on disk when :meth:`keep` returns."""

    def __init__(self, path: Path, sum_: str = "", end: int = 0) -> None:
        self.path = path
        self._sum = sum_
        path.touch(0o600)
        self._file: BinaryIO = path.open("r+b")
        self._file.truncate(end)
        self._file.seek(end)

    def add(self, payload: Mapping[str, object]) -> None:
        """Add a line."""
        text = orjson.dumps(payload)
        self._sum = _summed(self._sum, text)
        self._file.write(b"%s %s\n" % (self._sum.encode(), text))

    def keep(self) -> None:
        """Have everything on disk."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _summed(before: str, text: bytes) -> str:
    return sha256(before.encode() + text).hexdigest()


def change_line(properties: Mapping[str, Value], parts: Iterable[Mapping[str, Value]], at: str) -> dict[str, object]:
    """The line of a change, as it was when it was written: what became of a proposal is another line."""
    answered = ("answeredAt", "answeredBy", "answer")
    kept = {name: value for name, value in properties.items() if name not in {"kind", "sequence", "at", *answered}}
    if "answeredAt" in properties:
        kept["status"] = "proposed"
    return {"change": _tagged(kept), "sequence": properties["sequence"], "at": at, "parts": [_tagged(p) for p in parts]}


def _tagged(properties: Mapping[str, Value]) -> dict[str, object]:
    return {name: tagged(value) for name, value in properties.items()}


def untagged_properties(properties: Mapping[str, Value]) -> dict[str, Value]:
    """The properties that a line tells."""
    return {name: untagged(value) for name, value in properties.items()}


@dataclass(slots=True)
class Rest:
    """What is in no change, by Neo4j's ids at the time: each node as the line of a backup."""

    nodes: dict[str, bytes] = field(default_factory=dict)

    def difference(self, rows: Iterable[Values]) -> dict[str, object] | None:
        """Take over what stands now, and give what that changes, as a line tells it; None where it changes nothing."""
        now = {row[0]: content.node_line(row) for row in rows}
        put = [orjson.Fragment(line.rstrip()) for id_, line in now.items() if self.nodes.get(id_) != line]
        drop = [id_ for id_, line in self.nodes.items() if id_ not in now and not is_of(line, "RequestKey")]
        self.nodes.update(now)
        for id_ in drop:
            del self.nodes[id_]
        return {"put": put, "drop": drop} if put or drop else None

    def take(self, told: Payload) -> None:
        """Take over what a line tells."""
        for node in told["put"]:
            self.nodes[node["node"]] = content.node_line(content.parsed(orjson.dumps(node))[1])
        for id_ in told["drop"]:
            self.nodes.pop(id_, None)


def is_of(line: bytes, kind: str) -> bool:
    """Whether the line of a node in a backup is of one of this kind."""
    return f'"kind":"{kind}"'.encode() in line


def read(path: Path, until: datetime | None = None) -> Iterator[Line]:
    """The lines of a file, the head first; a last one that was not written to its end is none.

    What is damaged after the moment ``until`` which it is read for does no harm.

    Raises
    ------
    BadInput
        It cannot be read.
    InvalidFile
        A line is not what was written, or another one is missing before it.
    DatabaseNewer
        It has a form that this version does not know.
    """
    before, reached, end = "", "", 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if not line.endswith(b"\n"):
                    return
                payload = _payload(line, before)
                if payload is None or (number == 1 and payload.get("log") != content.KIND):
                    if reached and until and moment(reached) >= until:
                        return
                    raise _damaged(path, number, reached)
                _require_known(path, payload)
                before, end = line[:_SUM].decode(), end + len(line)
                reached = max(reached, str(payload.get("at") or payload["made"]), key=_or_never)
                yield Line(payload, before, end)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.", place=str(path)) from error


def _or_never(text: str) -> datetime:
    return moment(text) if text else datetime.min.replace(tzinfo=UTC)


def _payload(line: bytes, before: str) -> Payload | None:
    text = line[_SUM + 1 : -1]
    if line[: _SUM + 1] != f"{_summed(before, text)} ".encode():
        return None
    return cast(Payload, orjson.loads(text))


def _damaged(path: Path, number: int, reached: str) -> InvalidFile:
    whole = f"Up to {reached} it is whole: spojenci restore {path.parent} --at {reached}"
    until = whole if reached else "Nothing of it is whole"
    return InvalidFile(
        f"{path} is damaged: line {number} has another checksum than what was written has. {until}. Nothing was written."
    )


def _require_known(path: Path, payload: Payload) -> None:
    if "log" in payload and payload["format"] > FORMAT:
        raise DatabaseNewer(
            f"{path} was made by a newer version of spojenci ({payload['version']}). Install that version."
        )


def head_of(path: Path) -> LogHead | None:
    """The head of a file; None where whoever began it ended before that was written. Raises as :func:`read` does."""
    line = next(read(path), None)
    known: dict[str, Any] = {each.name: line.payload.get(each.name) for each in fields(LogHead)} if line else {}
    return LogHead(**known) if line else None


def moment(text: str) -> datetime:
    """A time as ISO 8601 has it; without a zone, it is that of this machine. Raises BadInput."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as error:
        raise BadInput(f"{text!r} is no time such as 2026-11-29T16:05:00+01:00.", place="at") from error
