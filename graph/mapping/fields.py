"""Fields of a map as properties of the model, as far as that takes no guessing."""

import re
from collections.abc import Mapping, Sequence

from graph.mapping.drawing import Item, text
from graph.mapping.mapping import Mapping as Meanings
from graph.mapping.remarks import Remarks
from graph.model import Kind, Property
from graph.rows import Data
from graph.validation import accepted
from graph.values import rules
from graph.values.texts import fold

_AT = (
    ("latitude", "lat", "gps lat", "zemepisna sirka", "sirka", "szerokosc geograficzna", "latitud", "breite",
     "latitudine", "breitengrad", "geoy"),
    ("longitude", "lng", "lon", "long", "gps lon", "gps lng", "zemepisna delka", "delka", "dlugosc geograficzna",
     "longitud", "lange", "longitudine", "langengrad", "zemepisna dlzka", "geox"),
)  # fmt: skip
"""Fields that hold a latitude, and such that hold a longitude, in degrees, folded."""

_BOTH = ("lat long", "lat lng", "lat lon", "latlng", "latlong", "latlon", "gps", "gps souradnice", "souradnice",
         "coordinates", "geo", "geopoint", "geo point 2d", "coord", "coords",
         "coordinate", "coordinate location", "wkt", "geom", "point")  # fmt: skip
"""Fields that hold both, the latitude first, folded."""

_PAIR = re.compile(r"\s*;\s*|,\s+|\s*[;,](?=\s*[+-]?\d+\.)|(?<=\d)\s+(?=[+-]?\d)")
_DECIMAL = re.compile(r"[+-]?\d{1,3}(\.\d+)?(e[+-]?\d{1,2})?", re.IGNORECASE)
_POINT = re.compile(r"point\s*\(\s*(\S+)\s+(\S+)\s*\)", re.IGNORECASE)
"""A point in WKT, the longitude first."""

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d+)?(?:/[^\s\"'<>`\\]*)?", re.IGNORECASE)
"""A web address without what it begins with."""


def mapped(item: Item, known: Mapping[str, Property], mapping: Meanings, remarks: Remarks) -> Data:
    """The fields that are properties of the model; they leave the item."""
    found: Data = {}
    taken: dict[str, tuple[str, object]] = {}
    _locate(item)
    for name in sorted(item.keys):
        key, declared = item.keys[name], known.get(fold(mapping.fields.get(name, name)))
        if key not in item.fields or declared is None:
            continue
        value = _fitted(declared, item.fields[key])
        if declared.name == "url" and isinstance(value, str) and _HOST.fullmatch(value):
            value = f"https://{value}"
            message = f"{value!r:.60} is a guess: the address has no https:// or http:// in the file"
            remarks.count(message, f"{item.place}.{text(key):.60}", of="guessed https")
        if declared.name in found or value in ("", []):
            continue
        kept, wrong = accepted(declared, value)
        if wrong:
            _unfit(item, key, declared.name, wrong, remarks)
        elif kept not in ("", []):
            found[declared.name] = kept
            taken[declared.name] = key, item.fields.pop(key)
    if wrong := rules.period(found.get("since"), found.get("until")):
        del found["until"]
        key, value = taken["until"]
        item.fields[key] = value
        _unfit(item, key, "until", wrong, remarks)
    return found


def _unfit(item: Item, key: str, name: str, wrong: str, remarks: Remarks) -> None:
    said = f"{wrong}; kept as it is, not as {name}"
    remarks.count(said, f"{item.place}.{text(key):.60}", of=f"{key} is not {name}")


def _locate(item: Item) -> None:
    """Make a location of a latitude and a longitude, in two fields or in one; nobody means the point 0, 0 by it."""
    one, other = (next((key for name in names if (key := item.keys.get(name)) in item.fields), "") for names in _AT)
    both = next((key for name in _BOTH if (key := item.keys.get(name)) in item.fields), "")
    at = [item.fields[one], item.fields[other]] if one and other else _pair(both, item.fields.get(both))
    numbers = [number for each in at if (number := _decimal(each)) is not None]
    if "location" in item.fields or len(numbers) != 2 or not any(numbers):
        return
    if abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180:
        for key in (one, other) if one and other else (both,):
            del item.fields[key]
        item.fields["location"] = {"latitude": numbers[0], "longitude": numbers[1]}
        item.keys = {**item.keys, "location": "location"}


def _pair(name: str, value: object) -> Sequence[object]:
    """The latitude and longitude in one field: a text, or a list that is named in this order."""
    if isinstance(value, list) and fold(name).startswith("lat"):
        return value
    said = text(value)
    point = _POINT.fullmatch(said)
    return [point[2], point[1]] if point else _PAIR.split(said)


def _decimal(value: object) -> float | None:
    said = text(value).replace(",", ".")
    return float(said) if _DECIMAL.fullmatch(said) else None


def _fitted(declared: Property, value: object) -> object:
    """A value in the shape of a property."""
    if declared.kind is Kind.STRINGS:
        return [value] if isinstance(value, str) else value
    if declared.kind not in (Kind.STRING, Kind.DATE):
        return value
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    said = value if isinstance(value, str) and not (declared.rule or declared.choices) else text(value)
    if not said.strip():
        return value if said == "" and value else ""
    return said
