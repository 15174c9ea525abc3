"""From rows to elements and connections that the schema allows, or the problems that stand in the way. Pure."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import orjson

from graph.errors import Problem
from graph.model import ConnectionType, ElementType, Kind, Property, Schema
from graph.records import Properties
from graph.rows import Data, Row
from graph.values import rules, texts
from graph.values.collation import sort_key

_OF_ELEMENTS = frozenset({"label"})
_OF_CONNECTIONS = frozenset({"link", "from", "to"})

_NOT_SAID = frozenset({"parallel", "sources", "corrected", "confirmedAt", "confirmedBy"})
"""What a connection does not say but what is known of it: which one it is, who says it, and when it was confirmed."""

LONGEST_KEY = 1000
"""Characters of a name or identifier. Neo4j's indexes take no more than 8 kB."""

LONGEST_TEXT = 20_000
"""Characters of a text of many paragraphs."""


def _is_number(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63


def _is_point(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() != {"latitude", "longitude"}:
        return False
    return all(map(_is_number, value.values())) and abs(value["latitude"]) <= 90 and abs(value["longitude"]) <= 180


def _is_time(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(rules.utc(value))
    except ValueError:
        return False


_CONVERSIONS: dict[Kind, tuple[Callable[[object], bool], str]] = {
    Kind.STRING: (lambda value: isinstance(value, str), "a text in quotes"),
    Kind.DATE: (lambda value: isinstance(value, str), 'a date in quotes, such as "2015-03"'),
    Kind.STRINGS: (
        lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value),
        'a list of texts, such as ["a", "b"]',
    ),
    Kind.BOOLEAN: (lambda value: isinstance(value, bool), "true or false"),
    Kind.INTEGER: (
        lambda value: isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63,
        "a whole number",
    ),
    Kind.FLOAT: (_is_number, "a number"),
    Kind.POINT: (_is_point, '{"latitude": -90…90, "longitude": -180…180}'),
    Kind.DATETIME: (_is_time, 'a time with zone, such as "2026-03-01T12:00:00Z"'),
    Kind.JSON: (lambda value: isinstance(value, dict), "an object"),
}


@dataclass(slots=True)  # frozen ones take three times as long to make
class Element:
    """A valid element. A property given as null is to be cleared and stands here as None.

    One that ``yields`` is said of what became part of another one: what other rows say of that holds against it.
    """

    place: str
    type: ElementType
    id: str
    properties: dict[str, object]
    yields: bool = False


@dataclass(slots=True)
class Connection:
    """A valid connection, but for the types of its ends, which only the database knows."""

    place: str
    type: ConnectionType
    start: str
    end: str
    properties: dict[str, object]

    @property
    def parallel(self) -> str | None:
        """What tells it apart, where several connections of one type run between the same two elements."""
        return text(self.properties, "parallel")


def text(properties: Properties, name: str) -> str | None:
    """A property that is a text, None where it has no value."""
    value = properties.get(name)
    return value if isinstance(value, str) else None


def extra(properties: Properties) -> dict[str, object]:
    """What the model does not know of an element or a connection."""
    kept = text(properties, "extra")
    return dict(orjson.loads(kept)) if kept else {}


class Validator:
    """Checks rows against a schema. One validator serves any number of rows."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._elements = {t.label: {p.name: p for p in schema.properties_of(t)} for t in schema.elements}
        self._connections = {
            t.type: {p.in_files: p for p in schema.properties_of_connection(t)} for t in schema.connections
        }

    def check(self, row: Row) -> Element | Connection | list[Problem]:
        """One row as an element or connection, or everything that is wrong with it."""
        match "label" in row.data, "link" in row.data:
            case True, False:
                return self._element(row)
            case False, True:
                return self._connection(row)
        return [Problem(row.place, 'a line is either an element with "label" or a connection with "link"')]

    def _element(self, row: Row) -> Element | list[Problem]:
        label = row.data["label"]
        element = self._schema.by_label.get(label) if isinstance(label, str) else None
        if element is None:
            return [Problem(f"{row.place}, label", _unknown(label, self._schema.by_label))]
        id_ = row.data.get("id")
        problems = [Problem(f"{row.place}, id", "is missing")] if id_ is None else []
        properties = _properties(row, self._elements[element.label], _OF_ELEMENTS, problems)
        id_ = properties.get("id")
        if problems or not isinstance(id_, str):
            return problems
        if name := text(properties, "name"):
            properties["sortKey"] = sort_key(name, id_)
        return Element(row.place, element, id_, properties)

    def _connection(self, row: Row) -> Connection | list[Problem]:
        name = row.data["link"]
        connection = self._schema.by_type.get(name) if isinstance(name, str) else None
        if connection is None:
            return [Problem(f"{row.place}, link", _unknown(name, self._schema.by_type))]
        start, end = _end(row.data.get("from")), _end(row.data.get("to"))
        problems = [*_wrong_end(row, "from", start), *_wrong_end(row, "to", end)]
        if not problems and start == end:
            problems.append(Problem(f"{row.place}, to", "is the element itself; a connection leads to another one"))
        properties = _properties(row, self._connections[connection.type], _OF_CONNECTIONS, problems)
        if problems or not isinstance(start, str) or not isinstance(end, str):
            return problems
        return Connection(row.place, connection, start, end, properties)


def _unknown(value: object, known: Iterable[str]) -> str:
    return f"{value!r} is not in the model; it has {', '.join(known)}"


def _end(value: object) -> object:
    return texts.composed(value) if isinstance(value, str) else value


def _wrong_end(row: Row, name: str, value: object) -> list[Problem]:
    if value is None:
        return [Problem(f"{row.place}, {name}", "is missing")]
    if not isinstance(value, str) or rules.element_id(value):
        return [Problem(f"{row.place}, {name}", "is not an id: a text of 1 to 200 characters without blanks around it")]
    return []


def _properties(
    row: Row, known: dict[str, Property], structure: frozenset[str], problems: list[Problem]
) -> dict[str, object]:
    stored: dict[str, object] = {}
    extra: dict[str, object] = {}
    for name, value in (_with_sources(row.data) if "source" in row.data else row.data).items():
        if name in structure:
            continue
        declared = known.get(name)
        if declared is None or declared.internal or name == "extra":
            extra[name] = value
        elif value is None:
            if declared.required:
                problems.append(Problem(f"{row.place}, {name}", "is required and cannot be cleared"))
            stored[declared.name] = None
        elif declared.kind is Kind.JSON:
            stored[declared.name] = _object(row, declared, value, problems)
        else:
            kept, message = accepted(declared, value)
            if message:
                problems.append(Problem(f"{row.place}, {name}", message))
            else:
                stored[declared.name] = kept
    if extra:
        stored["extra"] = _kept(row, extra, problems)
    if message := rules.period(stored.get("since"), stored.get("until")):
        problems.append(Problem(f"{row.place}, until", message))
    return stored


def _with_sources(data: Data) -> Data:
    """A row with its one ``source`` as the first of its sources."""
    rest = {name: value for name, value in data.items() if name != "source"}
    more = rest.get("sources")
    if data["source"] is None:
        return rest if more else rest | {"sources": None}
    return rest | {"sources": [data["source"], *(more if isinstance(more, list) else ())]}


def _object(row: Row, declared: Property, value: object, problems: list[Problem]) -> str | None:
    if message := accepted(declared, value)[1]:
        problems.append(Problem(f"{row.place}, {declared.name}", message))
        return None
    return _kept(row, value, problems)


def _kept(row: Row, value: object, problems: list[Problem]) -> str | None:
    """An object as the one text that the database keeps of it."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except (TypeError, ValueError) as error:
        problems.append(Problem(row.place, f"has a value that cannot be kept: {error}"))
        return None


def accepted(declared: Property, value: object) -> tuple[object, str | None]:
    """A value, which is not null, in the form that is kept of it; and what is wrong with it and how to mend it, if anything."""
    if declared.normalize and declared.name != "id" and isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    fits, expected = _CONVERSIONS[declared.kind]
    if not fits(value):
        return value, f"must be {expected}, not {_shown(value)}"
    if isinstance(value, str) and (message := _wrong_character(declared, value)):
        return value, message
    if isinstance(value, list):
        for number, item in enumerate(value):
            if message := _wrong_character(declared, item):
                return value, f"{message} (item {number + 1})"
    kept = normalized(declared, value)
    return kept, _wrong(declared, kept)


def normalized(declared: Property, value: object) -> object:
    """A value of the right kind as it is kept and compared: one spelling for what reads the same."""
    if isinstance(value, list):
        return list(dict.fromkeys(item for each in value if texts.shows(item := texts.line(str(each)))))
    if not isinstance(value, str):
        return value
    if declared.kind is Kind.DATETIME:
        return rules.utc(value)
    if declared.normalize:
        return declared.normalize(value)
    return texts.paragraphs(value) if declared.long else texts.line(value)


def covers(declared: Iterable[Property], known: Properties, given: Properties) -> bool:
    """Whether a connection that is known says all that another one of its type between its ends would say."""
    return all(
        _holds(known.get(each.name, each.absent), given.get(each.name, each.absent))
        for each in declared
        if each.name not in _NOT_SAID
    )


def _holds(known: object, given: object) -> bool:
    if isinstance(known, list) and isinstance(given, list):
        return set(given) <= set(known)
    return given in (None, known)


def sought(declared: Property, value: object, *, part: bool = False) -> object:
    """A value that elements are looked up by, as it is kept of them; of a ``part`` of one, as far as a part can tell."""
    if not isinstance(value, str):
        return value
    if declared.kind is Kind.STRINGS:
        return texts.line(value)
    partly = part and not (declared.normalize and not value.isdecimal())
    return texts.composed(value) if partly else normalized(declared, value)


def _wrong_character(declared: Property, text: str) -> str | None:
    try:
        if not text.isascii():
            text.encode()
    except UnicodeEncodeError as error:
        return f"has half a character at position {error.start + 1}; save the text in the encoding UTF-8"
    return texts.forbidden(text, long=declared.long)


def _wrong(declared: Property, value: object) -> str | None:
    if declared.choices and value not in declared.choices:
        return f"must be one of {', '.join(declared.choices)}, not {_shown(value)}"
    if declared.required and not value:
        return "must not be empty"
    if declared.required and isinstance(value, str) and not texts.shows(value):
        return "has no visible character"
    if isinstance(value, str | list) and (message := _too_long(declared, value)):
        return message
    if declared.rule and isinstance(value, str) and (message := declared.rule(value)):
        return f"{_shown(value)}: {message}"
    return None


def _too_long(declared: Property, value: str | list[str]) -> str | None:
    if len(value) > LONGEST_KEY and not declared.long:
        return f"has {len(value)} characters; {LONGEST_KEY} are the most, put long texts into the description"
    if len(value) > LONGEST_TEXT:
        return f"has {len(value)} characters; {LONGEST_TEXT:,} are the most, put longer ones on a page and its address here"
    return None


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
