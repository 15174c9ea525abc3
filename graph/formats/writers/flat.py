"""Elements and connections as tools for drawing and tables know them: a label, a type, tags, and fields with names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import orjson

from graph.formats.writers.spool import Spool
from graph.mapping.meanings import NOT_DRAWN
from graph.rows import Data
from graph.said import CONFIRMATION
from graph.schema import COMMON, CONNECTION_COMMON, SCHEMA
from graph.values.texts import fold

_APART = frozenset({"label", "id", "name", "link", "from", "to", "tags", "fields", "drawn", "private", "kumu", "seat"})
_MANAGED = frozenset(p.name for p in (*COMMON, *CONNECTION_COMMON) if p.managed) - {*CONFIRMATION}
"""What is of the service's own making says nothing to other tools."""

ID_FIELD = "Spojenci ID"
"""The field by which an element that comes back is known again."""

TYPES = frozenset({"type", "element type", "connection type", "relationship", "relation"})
"""Fields, folded, by which a map says of what type something is."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element. Of ``fields`` those of the model have the names of its properties, the others those of their map."""

    id: str
    label: str
    type: str
    tags: list[str]
    fields: Data


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection; ``direction`` is as Kumu has it: directed, undirected or mutual.

    Its ``id`` is made up of its type and ends unless it ``is_parallel`` to another one.
    """

    id: str
    source: str
    target: str
    type: str
    direction: str
    tags: list[str]
    fields: Data
    is_parallel: bool


def element(row: Data) -> Element:
    """An element. Its type is the word of its own map, else that of the model."""
    said, fields = _fields(row)
    kind = fields.pop("kind", None) if row["label"] == "Item" else None
    fields[ID_FIELD] = row["id"]
    return Element(str(row["id"]), str(row["name"]), str(kind or said or row["label"]), tags(row), fields)


def connection(row: Data) -> Connection:
    """A connection. Its type is the word of its map, else that of the model in small letters."""
    said, fields = _fields(row)
    type_ = SCHEMA.by_type[str(row["link"])]
    direction = fields.pop("direction", None) or _drawn(row).get("direction")
    kind = fields.pop("kind", None) if type_.type == "RELATED_TO" else None
    word = str(kind or said or type_.type.lower().replace("_", " "))
    return Connection(
        str(row.get("id") or "-".join((str(row["from"]), type_.type, str(row["to"])))),
        str(row["from"]),
        str(row["to"]),
        word,
        str(direction or ("mutual" if type_.mutual else "directed")),
        tags(row),
        fields,
        row.get("id") is not None,
    )


def tags(row: Data) -> list[str]:
    """The tags that a map gives."""
    given = row.get("tags")
    return [str(tag) for tag in given] if isinstance(given, list) else []


def _drawn(row: Data) -> Mapping[str, object]:
    drawn = row.get("drawn")
    return drawn if isinstance(drawn, dict) else {}


def _fields(row: Data) -> tuple[str, Data]:
    """The type that a map gives, and all fields; where two have one name, that of the model holds."""
    known = {
        name: value for name, value in row.items() if name not in _APART | _MANAGED and value not in (None, "", [], {})
    }
    point = known.pop("location", None)
    if isinstance(point, dict):
        known |= point
    folded = {fold(name) for name in known}
    own = row.get("fields")
    said = ""
    for name, value in own.items() if isinstance(own, dict) else ():
        if fold(name) in TYPES:
            said = said or ("" if isinstance(value, dict | list) else str(value))
        elif fold(name) not in folded and value not in (None, "", [], {}):
            known[name] = value
    return said, known


def text(value: object) -> str:
    """A value as one text: of a list, its texts with ``|`` between them."""
    match value:
        case bool():
            return "true" if value else "false"
        case list() if all(isinstance(each, str | int | float) for each in value):
            return "|".join(map(str, value))
        case dict() | list():
            return orjson.dumps(value).decode()
    return str(value)


class Drawing:
    """All elements and connections of an export but for maps and sources, which no map draws, and what leads to them."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._left_out = {row["id"] for row in spool.elements if row["label"] in NOT_DRAWN}

    @property
    def elements(self) -> Iterator[Element]:
        """The elements, from the first one on."""
        return (element(row) for row in self._spool.elements if row["id"] not in self._left_out)

    @property
    def connections(self) -> Iterator[Connection]:
        """The connections, from the first one on."""
        return (
            connection(row) for row in self._spool.connections if self._left_out.isdisjoint((row["from"], row["to"]))
        )


class Columns:
    """The names of fields that some elements or connections have, in the order of the first ones, and what they hold."""

    def __init__(self, items: Iterable[Element] | Iterable[Connection]) -> None:
        self._types: dict[str, str] = {}
        for item in items:
            for name, value in item.fields.items():
                self._types[name] = _wider(self._types.get(name), _type(value))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Names and types: boolean, long, double, list or string."""
        return iter(self._types.items())


def _type(value: object) -> str:
    match value:
        case bool():
            return "boolean"
        case int() if -(2**63) <= value < 2**63:
            return "long"
        case int() | float():
            return "double"
        case list() if all(isinstance(each, str) for each in value):
            return "list"
    return "string"


def _wider(one: str | None, other: str) -> str:
    if one in (None, other):
        return other
    return "double" if {one, other} == {"long", "double"} else "string"
