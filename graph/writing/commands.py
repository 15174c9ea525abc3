"""The commands of which a write consists. Pure data; proposals keep them as JSON."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from secrets import token_hex
from typing import get_args

import orjson
from pydantic import TypeAdapter

from graph.errors import Path
from graph.records import Properties

LONGEST_NAME = 60
"""Letters of a name that go into an id; with what they are taken apart into, far fewer than an id may have."""


class Known(StrEnum):
    """What becomes of an element that has one of the identifiers of a new one already."""

    REFUSED = "refused"
    KEPT = "kept"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class Create:
    """A new element. ``connections`` are read from it, by the names that they have in the model (``out``, ``back``).

    ``known`` says what becomes of an element that has one of its identifiers already, which must be there in the version
    ``if_version`` where that is given. ``promised`` is its id where the
    client gives none. ``path`` is where the command stands in the client's input; by default its place in the batch, or in the command that
    it is nested in.
    """

    label: str
    properties: Properties
    connections: Mapping[str, Sequence["Nested"]] = field(default_factory=dict)
    path: Path = ()
    known: Known = Known.REFUSED
    promised: str | None = None
    if_version: int | None = None


@dataclass(frozen=True, slots=True)
class Nested:
    """A connection of an element, to another new one (``create``) or to one that stands (``connect``, its id).

    ``disconnect`` is the id of the other end of one that is deleted.
    """

    create: Create | None = None
    connect: str | None = None
    id: str | None = None
    properties: Properties = field(default_factory=dict)
    disconnect: str | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """Given properties replace the old ones, None clears, the others stay. ``label``: it must be of this type.

    ``connections`` are those that are made, changed and deleted, as of :class:`Create`; the others stay.
    """

    id: str
    properties: Properties
    if_version: int | None = None
    label: str | None = None
    path: Path = ()
    connections: Mapping[str, Sequence[Nested]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delete:
    """An element with all its connections."""

    id: str
    if_version: int | None = None
    label: str | None = None
    path: Path = ()


@dataclass(frozen=True, slots=True)
class Connect:
    """A connection; the one that is there already gets the properties. ``id`` tells parallel ones apart."""

    type: str
    start: str
    end: str
    id: str | None = None
    properties: Properties = field(default_factory=dict)
    path: Path = ()


@dataclass(frozen=True, slots=True)
class UpdateConnection:
    """Properties of a connection that must be there, as of :class:`Update`."""

    type: str
    start: str
    end: str
    id: str | None = None
    properties: Properties = field(default_factory=dict)
    path: Path = ()


@dataclass(frozen=True, slots=True)
class Disconnect:
    """A connection that must be there is deleted."""

    type: str
    start: str
    end: str
    id: str | None = None
    path: Path = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """An element becomes one with another, which is kept, and answers for its id from then on."""

    keep: str
    gone: str
    path: Path = ()


@dataclass(frozen=True, slots=True)
class Split:
    """A new element of the same type gets some of the connections of an element: each as type, start, end and parallel."""

    id: str
    properties: Properties
    connections: Sequence[tuple[str, str, str, str | None]] = ()
    path: Path = ()
    promised: str | None = None


@dataclass(frozen=True, slots=True)
class Confirm:
    """An element is still as the map says, or where ``type`` is given the connection of this type and ends."""

    start: str
    type: str | None = None
    end: str = ""
    id: str | None = None
    path: Path = ()


Command = Create | Update | Delete | Connect | UpdateConnection | Disconnect | Merge | Split | Confirm
_KINDS: dict[str, type[Command]] = {kind.__name__: kind for kind in get_args(Command)}


def prepared(commands: Iterable[Command]) -> list[Command]:
    """Commands each with a path, and with an id for every new element: a proposal keeps the ids that it has promised."""
    placed = (replace(c, path=c.path or (number,)) for number, c in enumerate(commands))
    return [_with_ids(command) for command in placed]


def _with_ids(command: "Command") -> "Command":
    match command:
        case Create():
            return _promised(command)
        case Update():
            return replace(command, connections=_inside(command.connections))
        case Split():
            stated = command.properties.get("id") is not None
            return replace(command, promised=None if stated else new_id(command.properties.get("name")))
        case _:
            return command


def _promised(create: Create) -> Create:
    stated = create.properties.get("id") is not None
    promised = None if stated else new_id(create.properties.get("name"))
    return replace(create, promised=promised, connections=_inside(create.connections))


def _inside(connections: Mapping[str, Sequence[Nested]]) -> dict[str, list[Nested]]:
    return {
        side: [replace(each, create=_promised(each.create)) if each.create else each for each in nested]
        for side, nested in connections.items()
    }


def new_id(name: object) -> str:
    """An id for a new element: the first ASCII letters and digits of its name, and 8 random hexadecimal digits."""
    plain = unicodedata.normalize("NFKD", name[:LONGEST_NAME].casefold()) if isinstance(name, str) else ""
    return "-".join((*re.findall("[a-z0-9]+", plain.encode("ascii", "ignore").decode())[:8], token_hex(4)))


def digest(commands: Sequence[Command]) -> str:
    """A short text that differs where commands differ."""
    return sha256(repr(commands).encode("utf-8", "surrogatepass")).hexdigest()


def dump(commands: Sequence[Command]) -> str:
    """Commands as JSON."""
    return orjson.dumps([[type(command).__name__, command] for command in commands]).decode()


def parse(text: str) -> list[Command]:
    """Commands from JSON of :func:`dump`."""
    return [TypeAdapter(_KINDS[name]).validate_python(command) for name, command in orjson.loads(text)]
