"""JSON as formats read it: a whole file, or what its first bytes tell of it."""

import json
import re
from contextlib import suppress
from functools import lru_cache

import orjson

from graph.errors import InvalidFile, Problem
from graph.formats import xml

DEEPEST = 200
"""Levels of lists and objects in one another."""

_BOM = b"\xef\xbb\xbf"
_TEXT = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?+'
"""A text, or its beginning where it does not end: looking for another one within it would take long."""

_TOKEN = re.compile(_TEXT + rb"|[{}\[\],]", re.DOTALL)
_TRAILING = re.compile(rb"(" + _TEXT + rb")|,(?=\s*+[}\]])", re.DOTALL)
"""A text, or a comma after the last entry, which people leave there and JSON does not have."""

_LONG = re.compile(rb"[0-9]{19}")

_CALL = re.compile(rb"\s{0,40}+(?:/\*[^*]{0,40}\*/\s{0,40}+)?[A-Za-z_$][\w$.]{0,80}+\(\s{0,40}+(?=[{\[])")
"""The call of a function around a value, as sheets of Google's answer it and JSONP does."""

_CLOSED_BY = {b"{": b"}", b"[": b"]"}


def parsed(data: bytes) -> object:
    """The value that a file holds, a list where it holds one object a line. Raises InvalidFile with the place of a mistake."""
    data = _uncalled(data)
    try:
        content = _of_lines(data) if _begins_lines(data) else _loaded(data.removeprefix(_BOM))
        orjson.dumps(_nested(content))
    except (orjson.JSONDecodeError, json.JSONDecodeError) as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise InvalidFile(f"is not JSON: {error.msg}", [Problem(place, f"is not JSON: {error.msg}")]) from error
    except (orjson.JSONEncodeError, RecursionError) as error:
        message = f"nests deeper than {DEEPEST} levels"
        raise InvalidFile(message, [Problem("file", message)]) from error
    return content


@lru_cache(maxsize=4)
def beginning(head: bytes) -> object:
    """The value that begins with these bytes, without what they cut off; None where they are no JSON."""
    data = _uncalled(head.removeprefix(_BOM)).lstrip()
    if not data.startswith((b"{", b"[")):
        return None
    if not _begins_lines(data):
        return _begun(data)
    first, _, rest = data.partition(b"\n")
    value = _loaded(first)
    return [_begun(rest.lstrip().partition(b"\n")[0]) if _is_order(value) else value]


def _uncalled(data: bytes) -> bytes:
    """A text without the call of a function around it; its lines keep their numbers."""
    if not (call := _CALL.match(data)):
        return data
    value = data[call.end() :].rstrip().removesuffix(b";").rstrip().removesuffix(b")")
    return b"\n" * call[0].count(b"\n") + value


def _begun(data: bytes) -> object:
    """The value of a text, or of what is whole in one that is cut off."""
    for whole in (data, _closed(data)):
        try:
            return _loaded(whole)
        except (orjson.JSONDecodeError, json.JSONDecodeError, RecursionError):
            continue
    return None


def loaded(data: bytes) -> object:
    """The value of a text. Whole numbers beyond 64 bits, of which nothing else here knows all digits, are texts."""
    value: object = orjson.loads(data)
    if not _LONG.search(data):
        return value
    try:
        return json.loads(data, parse_int=_whole)
    except RecursionError:
        return value


def _whole(digits: str) -> object:
    """A whole number, or its digits where it is beyond 64 bits."""
    return xml.number(digits, "int")


def _loaded(data: bytes) -> object:
    """The value of a text. Numbers that are none, which JSON does not have but Python writes, become their names."""
    with suppress(orjson.JSONDecodeError):
        return loaded(data)
    data = _TRAILING.sub(rb"\1", data)
    try:
        return loaded(data)
    except orjson.JSONDecodeError:
        if b"NaN" not in data and b"Infinity" not in data:
            raise
        try:
            return json.loads(data, parse_constant=str, parse_int=_whole)
        except UnicodeDecodeError:
            return orjson.loads(data)


def _begins_lines(data: bytes) -> bool:
    """Whether the first line is an object, and another one follows."""
    first, _, rest = data.removeprefix(_BOM).lstrip().partition(b"\n")
    if not rest.lstrip().startswith(b"{") or not first.startswith(b"{"):
        return False
    try:
        return isinstance(orjson.loads(first), dict)
    except orjson.JSONDecodeError:
        return False


def _of_lines(data: bytes) -> list[object]:
    """The objects of lines. Raises JSONDecodeError with the line of a mistake."""
    objects: list[object] = []
    for number, line in enumerate(data.removeprefix(_BOM).split(b"\n"), 1):
        try:
            if line.strip() and not _is_order(value := _loaded(line)):
                objects.append(value)
        except json.JSONDecodeError as error:
            raise json.JSONDecodeError(error.msg, "\n" * (number - 1) + error.doc, error.pos + number - 1) from error
    return objects


def _is_order(value: object) -> bool:
    """Whether a line only says what Elasticsearch is to do with the next one."""
    return (
        isinstance(value, dict)
        and len(value) == 1
        and any("_id" in value.get(name, ()) for name in ("index", "create"))
    )


def _nested(content: object) -> object:
    """The content, deeper by what the serializer allows beyond our limit, so that it refuses for us."""
    for _ in range(254 - DEEPEST):
        content = [content]
    return content


def _closed(data: bytes) -> bytes:
    """A text as far as its values are complete, with what is open closed."""
    open_: list[bytes] = []
    end = 0
    for token in _TOKEN.finditer(data):
        found = token[0]
        if found in _CLOSED_BY:
            open_.append(_CLOSED_BY[found])
        elif found in (b"}", b"]"):
            if not open_ or open_.pop() != found:
                return b""
        elif found != b",":
            continue
        end = token.start() if found == b"," else token.end()
    return data[:end] + b"".join(reversed(open_)) if open_ else b""
