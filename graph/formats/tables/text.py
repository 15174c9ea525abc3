"""A table in CSV, with commas, semicolons or tabs, in UTF-8 or Windows-1250."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import chain
from typing import BinaryIO

from graph.errors import InvalidFile, Problem
from graph.formats.csv import BEYOND, CZECH, delimiter, encoding, plain
from graph.formats.csv import recognises as recognises_ours
from graph.formats.tables import grid, openfairdb
from graph.formats.tables.grid import Cells, Grid
from graph.mapping.drawing import Drawing
from graph.mapping.remarks import Remarks


def recognises(head: bytes) -> bool:
    """Whether it is text of several lines of which the first two have equally many cells, more than one."""
    if (
        recognises_ours(head)
        or openfairdb.recognises(head)
        or b"\0" in head
        or head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[", b"<", b"%", b"@", b"")
    ):
        return False
    lines = head.decode(CZECH, "replace").removeprefix("ď»ż").splitlines()[:BEYOND]
    mark = delimiter(lines[0]) if lines else ","
    try:
        counts = [len(cells) for cells in csv.reader(lines, delimiter=mark) if any(cells)]
    except csv.Error:
        return False
    return counts[:1] > [1] and max(counts[:1]) == max(counts[1:2], default=counts[0])


def draw(stream: BinaryIO, remarks: Remarks) -> Drawing:
    """The elements or connections of a table. Raises InvalidFile as ``rows``."""
    return grid.draw([Grid("", rows(stream, remarks))], remarks)


def rows(stream: BinaryIO, remarks: Remarks) -> list[tuple[int, Cells]]:
    """The rows of a table that are not blank, with their numbers. Raises InvalidFile where it is no such text."""
    named = encoding(stream)
    stream.seek(0)
    if isinstance(named, Problem):
        raise InvalidFile(named.message, [named])
    if named == CZECH:
        remarks.notice("file", "is not UTF-8; it was read as Windows-1250")
    lines = TextIOWrapper(stream, named, newline="")
    try:
        return list(_rows(lines))
    except csv.Error as error:
        raise InvalidFile(f"cannot be read: {error}; a quote may be missing") from error
    except UnicodeDecodeError as error:
        raise InvalidFile("is neither UTF-8 nor Windows-1250; save the file in the encoding UTF-8") from error
    finally:
        lines.detach()


def _rows(lines: TextIOWrapper) -> Iterator[tuple[int, Cells]]:
    first = next((line for line in lines if line.strip()), "")
    records = csv.reader(chain([first], lines), delimiter=delimiter(first), strict=True)
    for number, cells in enumerate(records, 1):
        given = [plain(cell) for cell in cells]
        if any(given):
            yield number, given
