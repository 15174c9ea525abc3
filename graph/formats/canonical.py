"""The canonical file: JSON Lines, one element or connection a line, elements first."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

import orjson

from graph.errors import Problem
from graph.formats import json
from graph.formats.format import Format, Options
from graph.model import Text
from graph.rows import Row, Rows

LONGEST_LINE = 16 * 2**20
"""Bytes of one line; keeps the memory flat on a file that is no JSON Lines file at all."""

_BOM = b"\xef\xbb\xbf"
_BEGINNING = re.compile(rb'\s*\{\s*"(label|link)"\s*:')
_TOO_LATE = "is an element after a connection; move all elements before the connections"
_NO_OBJECT = 'is not a JSON object; a line looks like {"label": "Topic", "id": "pamet", "name": "Paměť"}'


def read(stream: BinaryIO, _: Options) -> Rows:
    """The rows of a canonical file.

    Reading is streamed. A line that cannot be read becomes a ``Problem`` and reading goes on; at an endless line it
    ends there. Where a key stands twice in an object, the last one counts.
    """
    connected = False
    for number, line in enumerate(_lines(stream), start=1):
        if line.isspace():
            continue
        if len(line) > LONGEST_LINE:
            yield Problem(f"line {number}", f"is longer than {LONGEST_LINE:,} bytes; each element has its own line")
            return
        row = _row(number, line)
        if isinstance(row, Row):
            if "link" in row.data:
                connected = True
            elif connected:
                connected = False  # told once for each run of connections, not once for each line after it
                yield Problem(row.place, _TOO_LATE)
        yield row


def recognises(head: bytes) -> bool:
    """Whether the first line is an element or connection, or there is none: so an empty graph is exported."""
    first = head.removeprefix(_BOM).lstrip().split(b"\n", 1)[0]
    with suppress(orjson.JSONDecodeError):
        row = orjson.loads(first)
        return isinstance(row, dict) and not row.keys().isdisjoint(("label", "link"))
    return not first or _BEGINNING.match(first) is not None


FORMAT = Format(
    "canonical",
    (".jsonl", ".ndjson"),
    Text(
        "JSON Lines, na každém řádku jeden prvek nebo spojení; jediný formát bez ztrát.",
        "JSON Lines, an element or connection a line; the only format that loses nothing.",
    ),
    recognises,
    read,
)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    first = stream.readline(LONGEST_LINE + 1).removeprefix(_BOM)
    if first:
        yield first
    while line := stream.readline(LONGEST_LINE + 1):
        yield line


def _row(number: int, line: bytes) -> Row | Problem:
    place = f"line {number}"
    try:
        data = json.loaded(line)
    except orjson.JSONDecodeError as error:
        return Problem(place, _unreadable(line, error))
    if not isinstance(data, dict):
        return Problem(place, _NO_OBJECT)
    return Row(place, data)


def _unreadable(line: bytes, error: orjson.JSONDecodeError) -> str:
    try:
        line.decode()
    except UnicodeDecodeError as wrong:
        return f"is not UTF-8 (byte {wrong.start + 1}); save the file in the encoding UTF-8"
    return f"is not JSON: {error.msg} (column {error.colno})"
