"""Values of properties as people write them in tables and maps. Texts that are no such value stay as they are."""

import re
from collections.abc import Callable

import orjson

from graph.model import Kind, Property

SEPARATOR = "|"
"""Between the texts of a list in one cell."""

_TRUTHS = {"true": True, "ano": True, "yes": True, "pravda": True, "1": True,
           "false": False, "ne": False, "no": False, "nepravda": False, "0": False}  # fmt: skip
_BREAKS = re.compile(r"[\t\r\n]+")
"""Cells of a spreadsheet are broken into lines; a name has one."""

_DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
_POINT = re.compile(r"(-?\d+(?:\.\d+)?)[,;\s]\s*(-?\d+(?:\.\d+)?)")


def from_text(declared: Property, text: str) -> object:
    """The value that a cell holds."""
    convert = _FROM_TEXT.get(declared.kind)
    if convert:
        return convert(text)
    if declared.normalize:
        return declared.normalize(text)
    return text if declared.long else _BREAKS.sub(" ", text)


def to_text(value: object) -> str:
    """A value as a cell that ``from_text`` reads again."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case {"latitude": latitude, "longitude": longitude}:
            return f"{latitude}, {longitude}"
        case list() if _strings(joined := SEPARATOR.join(map(str, value))) == value:
            return joined
    return orjson.dumps(value).decode()


def _strings(text: str) -> object:
    if text.startswith("["):
        return _json(text)
    return [item for each in text.split(SEPARATOR) if (item := each.strip())]


def _json(text: str) -> object:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text


def _number(text: str) -> object:
    plain = "".join(text.split()).replace(",", ".")
    for kind in (int, float):
        try:
            return kind(plain)
        except ValueError:
            continue
    return text


def _day(text: str) -> str:
    found = _DAY.fullmatch(text)
    return "{2}-{1:0>2}-{0:0>2}".format(*found.groups()) if found else text


def _point(text: str) -> object:
    found = _POINT.fullmatch(text)
    return {"latitude": float(found[1]), "longitude": float(found[2])} if found else text


_FROM_TEXT: dict[Kind, Callable[[str], object]] = {
    Kind.STRINGS: _strings,
    Kind.INTEGER: _number,
    Kind.FLOAT: _number,
    Kind.BOOLEAN: lambda text: _TRUTHS.get(text.casefold(), text),
    Kind.DATE: _day,
    Kind.POINT: _point,
    Kind.JSON: _json,
}
