"""What stands in a backup: a head, then a line for each node and each relationship.

The file is two members of gzip, one after the other, so that ``zcat`` shows all of it: the head, a line of JSON, and the
content, whose SHA-256 the head tells.
"""

import gzip
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Self

import orjson

from graph.errors import BadInput, DatabaseNewer, InvalidFile
from graph.store import Value, Values
from graph.store.values import tagged, untagged
from graph.upkeep.migrations import Mark

FORMAT = 1
"""The number of this form of file; files of higher ones are refused."""

KIND = "spojenci"
LEVEL = 6
"""How hard gzip tries."""

_LONGEST_HEAD = 1 << 24


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup says of itself: its form, who made it and when, the last change in it, and what it holds.

    ``labels`` and ``types`` tell the number of nodes and relationships of each.
    """

    format: int
    version: str
    made: str
    sequence: int
    migrations: Sequence[Mark]
    nodes: int
    relationships: int
    labels: Mapping[str, int]
    types: Mapping[str, int]
    sha256: str
    backup: str = KIND

    def line(self) -> bytes:
        """The head as it stands in the file."""
        return orjson.dumps(asdict(self), option=orjson.OPT_APPEND_NEWLINE)


@dataclass(slots=True)
class Census:
    """How many nodes and relationships there are, and a sum over their lines in which their order does not matter."""

    nodes: int = 0
    relationships: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    sum: int = 0

    def node(self, row: Values, line: bytes) -> None:
        """Count a node by its row and line."""
        self.nodes += 1
        self.labels.update(row[1])
        self._add(line)

    def relationship(self, row: Values, line: bytes) -> None:
        """Count a relationship by its row and line."""
        self.relationships += 1
        self.types[row[0]] += 1
        self._add(line)

    def _add(self, line: bytes) -> None:
        self.sum = (self.sum + int.from_bytes(sha256(line).digest(), "big")) % (1 << 256)

    def fits(self, head: Head) -> bool:
        """Whether it is what a head tells."""
        told = head.nodes, head.relationships, head.labels, head.types
        return told == (self.nodes, self.relationships, dict(self.labels), dict(self.types))


def node_line(row: Values) -> bytes:
    """The line of a node, from its id, labels and properties; that of the same node is always the same."""
    id_, labels, properties = row
    return _line({"node": id_, "labels": sorted(labels), "properties": _tagged(properties, str(sorted(labels)))})


def relationship_line(row: Values) -> bytes:
    """The line of a relationship, from its type, the ids of its ends, and its properties."""
    type_, start, end, properties = row
    return _line({"relationship": type_, "from": start, "to": end, "properties": _tagged(properties, type_)})


def _line(told: Mapping[str, object]) -> bytes:
    return orjson.dumps(told, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def _tagged(properties: Mapping[str, Value], place: str) -> dict[str, object]:
    try:
        return {name: tagged(value) for name, value in properties.items()}
    except BadInput as error:
        raise BadInput(f"{place}: {error.message}", place=place) from error


def parsed(line: bytes) -> tuple[bool, Values]:
    """Whether a line is that of a node, and the row that it was made of. Raises ValueError when it is neither."""
    match orjson.loads(line):
        case {"node": id_, "labels": labels, "properties": dict(properties)}:
            return True, [id_, labels, {name: untagged(value) for name, value in properties.items()}]
        case {"relationship": type_, "from": start, "to": end, "properties": dict(properties)}:
            return False, [type_, start, end, {name: untagged(value) for name, value in properties.items()}]
    raise ValueError("it is neither a node nor a relationship")


def write(target: BinaryIO, head: Head, content: BinaryIO) -> None:
    """Write a backup: its head, and the content as it stands."""
    for part in ([head.line()], _parts(content)):
        with gzip.GzipFile("", "wb", LEVEL, target, mtime=0) as packed:
            for piece in part:
                packed.write(piece)


def digest(content: BinaryIO) -> str:
    """SHA-256 of a content."""
    found = sha256()
    for piece in _parts(content):
        found.update(piece)
    return found.hexdigest()


def _parts(content: BinaryIO) -> Iterator[bytes]:
    content.seek(0)
    while piece := content.read(1 << 20):
        yield piece


class Backup:
    """A file to restore from, which has been read through once: whole, and what its head tells."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.head, self.census = _looked_through(path)

    def lines(self) -> Iterator[tuple[bool, Values]]:
        """Its nodes, and then its relationships, as :func:`parsed` gives them."""
        with gzip.open(self._path) as packed:
            packed.readline()
            yield from map(parsed, packed)

    @classmethod
    def of(cls, path: Path) -> Self:
        """Read a file through.

        Raises
        ------
        BadInput
            It cannot be read.
        InvalidFile
            It is no backup, or it is damaged.
        DatabaseNewer
            It has a form that this version does not know.
        """
        try:
            return cls(path)
        except (EOFError, zlib.error, gzip.BadGzipFile, ValueError, TypeError, KeyError) as error:
            raise InvalidFile(f"{path} is damaged, or no backup: {error}. Nothing was written.") from error
        except OSError as error:
            raise BadInput(f"{path} cannot be read: {error.strerror}.", place=str(path)) from error


def _looked_through(path: Path) -> tuple[Head, Census]:
    census, found = Census(), sha256()
    with gzip.open(path) as packed:
        head = _head(path, packed.readline(_LONGEST_HEAD))
        for line in packed:
            found.update(line)
            is_node, row = parsed(line)
            if is_node and not census.relationships:
                census.node(row, line)
            else:
                census.relationship(row, line)
    if found.hexdigest() != head.sha256 or not census.fits(head):
        raise ValueError("its content is not what its head tells")
    return head, census


def _head(path: Path, line: bytes) -> Head:
    told = orjson.loads(line)
    if not isinstance(told, dict) or told.get("backup") != KIND:
        raise ValueError("it does not begin with the head of one")
    if told["format"] > FORMAT:
        raise DatabaseNewer(
            f"{path} was made by a newer version of spojenci ({told['version']}), in a form that this one does not know. "
            "Install that version."
        )
    return Head(**told | {"migrations": [Mark(**mark) for mark in told["migrations"]]})
