"""Values of Neo4j in the forms that the service gives and takes them."""

import math
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import timedelta, tzinfo
from typing import Any, Self

from neo4j.spatial import CartesianPoint, Point, WGS84Point
from neo4j.time import Date, DateTime, Duration, Time

from graph.errors import BadInput

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
    """A value of Neo4j in the form of the canonical file; lists and maps are converted inside."""
    if isinstance(value, WGS84Point):
        return {"latitude": value.latitude, "longitude": value.longitude}
    if isinstance(value, DateTime):
        return value.to_native().isoformat()
    if isinstance(value, list):
        return [from_neo4j(item) for item in value]
    if isinstance(value, dict):
        return {key: from_neo4j(item) for key, item in value.items()}
    return value


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
