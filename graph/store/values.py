"""Values of Neo4j in the forms that the service gives and takes them."""

import math
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta, tzinfo
from typing import Any, Self

import orjson
from neo4j.spatial import CartesianPoint, Point, WGS84Point
from neo4j.time import Date, DateTime, Duration, Time

from graph.errors import BadInput
from graph.model import Kind, Property
from graph.values.rules import partial_date

Value = Any
"""A value that a statement returns; only the statement knows of which type it is."""

Values = list[Value]
"""One row that a statement returns."""

Parameters = Mapping[str, object]

WGS_84 = (4326, 4979)
"""Numbers of the reference systems of degrees, on the ground and with a height."""


def point(latitude: float, longitude: float) -> WGS84Point:
    """A point as Neo4j keeps it, from degrees in WGS 84."""
    return WGS84Point((longitude, latitude))


def from_neo4j(value: Value) -> Value:
    """A value of Neo4j in the form of the canonical file; lists and maps are converted inside.

    What the file has no form for, and plain Cypher may have written, is a text.
    """
    if isinstance(value, WGS84Point):
        return {"latitude": value.latitude, "longitude": value.longitude}
    if isinstance(value, DateTime):
        return value.to_native().isoformat()
    if isinstance(value, _TEXTS):
        return as_text(value)
    if isinstance(value, list):
        return [from_neo4j(item) for item in value]
    if isinstance(value, dict):
        return {key: from_neo4j(item) for key, item in value.items()}
    return value


_TEXTS = (Date, Time, Duration, Point, bytes, bytearray)


def as_text(value: object) -> str:
    """The text of a value that JSON has no form for; orjson takes it as ``default``."""
    match value:
        case Date() | DateTime() | Time() | Duration():
            return value.iso_format()
        case Point():
            return f"point({', '.join(map(str, value))})"
        case bytes() | bytearray():
            return value.hex()
    raise TypeError(f"a {type(value).__name__} is no value of Neo4j")


def of_kind(declared: Property, value: Value) -> Value:
    """A property in the form of the canonical file, and of its kind: None where plain Cypher wrote what cannot be made of it.

    The compiled reads make the same of it in Cypher, but for dates, which they do not check. What is none of the choices
    of a property stays a word that is none: without a value, a connection would count, and an element be seen.
    """
    told = from_neo4j(value)
    kept = _OF_KIND[declared.kind](told)
    return str(told) if kept is None and declared.choices and told is not None else kept


def is_odd(kind: Kind, value: Value) -> bool:
    """Whether Neo4j holds a property as a value of another type than the service writes."""
    if value is None:
        return False
    if kind is Kind.STRINGS:
        return not isinstance(value, list) or not all(isinstance(each, str) for each in value)
    return not isinstance(value, _HELD[kind]) or (isinstance(value, bool) and kind is not Kind.BOOLEAN)


_HELD: dict[Kind, tuple[type, ...]] = {
    Kind.STRING: (str,),
    Kind.DATE: (str,),
    Kind.DATETIME: (DateTime,),
    Kind.INTEGER: (int,),
    Kind.FLOAT: (int, float),
    Kind.BOOLEAN: (bool,),
    Kind.POINT: (WGS84Point,),
    Kind.JSON: (str,),
}


def in_kinds(declared: Iterable[Property], properties: Mapping[str, Value]) -> dict[str, Value]:
    """All properties of an element or a connection in the form of the canonical file, those of the model of their kind.

    One of which nothing can be made is left out, as if it had no value; what the model does not know stays.
    """
    known = {each.name: each for each in declared}
    found = {n: of_kind(known[n], value) if n in known else from_neo4j(value) for n, value in properties.items()}
    return {name: value for name, value in found.items() if value is not None}


def _text(value: Value) -> str | None:
    match value:
        case str():
            return value
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
    return None


def _date(value: Value) -> str | None:
    text = (_text(value) or "")[:10]
    return text if text and not partial_date(text) else None


def texts_of(value: Value) -> list[str] | None:
    """A list of texts; a single value is a list of one."""
    if value is None:
        return None
    listed = value if isinstance(value, list) else [value]
    return [text for each in listed if (text := _text(from_neo4j(each))) is not None]


def object_of(value: Value) -> dict[str, object] | None:
    """The object that a text of JSON holds."""
    try:
        read = orjson.loads(value) if isinstance(value, str) else None
    except orjson.JSONDecodeError:
        return None
    return read if isinstance(read, dict) else None


def _number(value: Value) -> float | int | None:
    try:
        read = float(value) if isinstance(value, str) else value
    except ValueError:
        return None
    return read if isinstance(read, int | float) and math.isfinite(read) else None


def _flag(value: Value) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return bool(value) if isinstance(value, int) else None


_OF_KIND: dict[Kind, Callable[[Value], Value]] = {
    Kind.STRING: _text,
    Kind.DATE: _date,
    Kind.DATETIME: _text,
    Kind.STRINGS: texts_of,
    Kind.INTEGER: lambda value: None if (number := _number(value)) is None else int(number),
    Kind.FLOAT: _number,
    Kind.BOOLEAN: _flag,
    Kind.POINT: lambda value: value if isinstance(value, dict) else None,
    Kind.JSON: lambda value: value if object_of(value) is not None else None,
}


def tagged(value: Value) -> object:
    """A property of Neo4j as JSON that :func:`untagged` makes the same property of: what JSON lacks is an object."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else {"float": repr(value)}
        case list():
            return [tagged(item) for item in value]
        case bytes() | bytearray():
            return {"bytes": b64encode(value).decode()}
        case Point():
            return {"point": list(value), "srid": value.srid}
        case Duration():
            return {"duration": list(value)}
        case Date():
            return {"date": [value.year, value.month, value.day]}
        case Time():
            return {"time": _clock(value), **_offset(value)}
        case DateTime():
            return {"datetime": [value.year, value.month, value.day, *_clock(value)], **_offset(value)}
    raise BadInput(f"A property of the type {type(value).__name__} cannot be told as JSON.")


def _clock(value: Time | DateTime) -> list[int]:
    return [value.hour, value.minute, value.second, value.nanosecond]


def _offset(value: Time | DateTime) -> dict[str, object]:
    if (offset := value.utc_offset()) is None:
        return {}
    zone = getattr(value.tzinfo, "zone", None)
    # The driver does not tell the offset Z from a zone that is called UTC.
    return {"offset": int(offset.total_seconds())} | ({"zone": zone} if zone and zone != "UTC" else {})


def untagged(value: Value) -> Value:
    """What :func:`tagged` made into JSON. Raises ValueError when it is none of these."""
    match value:
        case list():
            return [untagged(item) for item in value]
        case {"float": text}:
            return float(text)
        case {"bytes": text}:
            return b64decode(text)
        case {"point": parts, "srid": srid}:
            return (WGS84Point if srid in WGS_84 else CartesianPoint)(parts)
        case {"duration": [months, days, seconds, nanoseconds]}:
            return Duration(months=months, days=days, seconds=seconds, nanoseconds=nanoseconds)
        case {"date": [*parts]}:
            return Date(*parts)
        case {"time": [hour, minute, second, nanosecond]}:
            return Time(hour, minute, second, nanosecond, _Zone.of(value))
        case {"datetime": [year, month, day, hour, minute, second, nanosecond]}:
            return DateTime(year, month, day, hour, minute, second, nanosecond, _Zone.of(value))
        case dict():
            raise ValueError(f"{sorted(value)} is no property")
    return value


class _Zone(tzinfo):
    """An offset, and the name of the zone in which it holds at the time; the driver looks for it under ``key``."""

    def __init__(self, seconds: int, key: str | None) -> None:
        self._seconds = seconds
        self.key = key

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self | None:
        return cls(told["offset"], told.get("zone")) if "offset" in told else None

    def utcoffset(self, _: object) -> timedelta:
        return timedelta(seconds=self._seconds)
