"""The canonical file: JSON Lines, one element or connection a line, elements first; plain or gzip."""

import gzip
import zlib
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import cast

import orjson

from graph.errors import Problem
from graph.rows import Row, Rows

LONGEST_LINE = 16 * 2**20
"""Bytes of one line; keeps the memory flat on a file that is no JSON Lines file at all."""

_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_TOO_LATE = "is an element after a connection; move all elements before the connections"
_NO_OBJECT = 'is not a JSON object; a line looks like {"label": "Topic", "id": "pamet", "name": "Paměť"}'


def read(path: Path) -> Rows:
    """The rows of a canonical file; ``path`` is a plain or a gzip file, told apart by its first bytes.

    Reading is streamed. A line that cannot be read becomes a ``Problem`` and reading goes on; at a broken gzip
    stream or an endless line it ends there. Where a key stands twice in an object, the last one counts.
    """
    with path.open("rb") as file:
        yield from read_stream(file)


def read_stream(stream: BufferedReader) -> Rows:
    """As ``read``, from an open binary stream."""
    packed = stream.peek(2)[:2] == _GZIP
    lines = cast(BufferedReader, gzip.GzipFile(fileobj=stream)) if packed else stream
    number, connected = 0, False
    try:
        for number, line in enumerate(_lines(lines), start=1):
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
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Problem(f"after line {number}", f"the gzip file is damaged or cut short ({error}); fetch it again")


def _lines(stream: BufferedReader) -> Iterator[bytes]:
    first = stream.readline(LONGEST_LINE + 1).removeprefix(_BOM)
    if first:
        yield first
    while line := stream.readline(LONGEST_LINE + 1):
        yield line


def _row(number: int, line: bytes) -> Row | Problem:
    place = f"line {number}"
    try:
        data = orjson.loads(line)
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
