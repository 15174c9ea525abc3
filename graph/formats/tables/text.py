"""A table in CSV, with commas, semicolons or tabs, in UTF-8 or another encoding."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from itertools import chain, dropwhile, islice
from typing import BinaryIO

from graph.errors import InvalidFile, Problem
from graph.formats.csv import DELIMITERS, encoding, plain
from graph.formats.csv import recognises as recognises_ours
from graph.formats.encodings import CZECH, ENCODINGS
from graph.formats.naming import ENDS, NAMES
from graph.formats.tables import grid, openfairdb
from graph.formats.tables.grid import Cells, Grid
from graph.mapping.drawing import Drawing
from graph.mapping.remarks import Remarks
from graph.values.texts import fold

LOST = "\N{REPLACEMENT CHARACTER}"
"""What stands for bytes that are no letter."""

_LINES = 30
"""Lines from which a table is recognised."""

MOST_COLUMNS = 5000
"""Columns of a table; of more, looking for one in the header of another takes minutes."""

csv.field_size_limit(
    2**24
)  # a cell may hold the outline of a region; a quote that is missing is told at the end of the file

_CUT_OFF = 6
"""Bytes of a mark at the beginning and of a letter at the end that is not whole."""

_OTHER = re.compile(rb"[\xef\xbb\xbf\s]*(?:[{\[<%]|@prefix|@base|$)", re.IGNORECASE)
"""How text begins that is no table: JSON, XML, PDF, Turtle, or nothing at all."""

_LONGEST = 1000
"""Characters of a first line that may be headings of a list whose cells blanks part."""

_MARK = re.compile(r"\"?sep=[;,\t|]?\"?", re.IGNORECASE)
"""The line by which Excel is told what parts the cells."""


def recognises(head: bytes) -> bool:
    """Whether it is text in whose lines one mark parts equally many cells, or a list below a heading that is known."""
    if recognises_ours(head) or openfairdb.recognises(head) or b"\0" in head or _OTHER.match(head) is not None:
        return False
    lines = _beginning(head)
    mark = _mark(lines)
    counts = [*dropwhile(lambda count: count == 1, (len(cells) for cells in _parsed(lines, mark)))]
    if mark and counts:
        if len(counts) == 1 < len(lines):
            return False  # below a title there is a heading and a row at least
        return sum(count > 1 for count in counts) > len(counts) / 2
    return len(lines) > 1 and fold(plain(lines[0][:_LONGEST])) in NAMES


def _beginning(head: bytes) -> list[str]:
    """The first lines that are not blank, without a mark of bytes and the line in which Excel says what parts cells."""
    plain_text = head.decode("utf-8-sig", "ignore")
    text = plain_text if len(head) - len(plain_text.encode()) <= _CUT_OFF else head.decode(CZECH, "replace")
    lines = text.splitlines(keepends=True)[:_LINES]
    return [line for line in lines if line.strip() and not _MARK.fullmatch(line.strip())]


def _mark(lines: Sequence[str]) -> str:
    """What parts the cells of lines: what makes most of them equally wide; nothing where all have one cell."""
    ranked = []
    first = lines[0].strip() if lines else ""
    words = frozenset() if set(DELIMITERS).intersection(first) else frozenset(fold(first[:_LONGEST]).split())
    if any(words.issuperset(pair) for pair in ENDS):
        return " "
    are_bars = not set(DELIMITERS) & {*first} and fold(plain(first[:_LONGEST])) not in NAMES
    for mark in DELIMITERS + "|" * are_bars:
        counts = Counter(len(cells) for cells in _parsed(lines, mark))
        ranked += [(number, width, mark) for width, number in counts.items() if width > 1]
    return max(ranked)[2] if ranked else ""


def _parsed(lines: Sequence[str], mark: str) -> list[list[str]]:
    """The records of lines, of which the last may be cut off."""
    try:
        records = [cells for cells in csv.reader(lines, delimiter=mark or ",") if any(cells)]
    except csv.Error:
        return []
    return records[:-1] if len(lines) == _LINES and len(records) > 1 else records


def draw(stream: BinaryIO, remarks: Remarks) -> Drawing:
    """The elements or connections of a table. Raises InvalidFile as ``rows``."""
    return grid.draw([Grid("", rows(stream, remarks))], remarks)


def rows(stream: BinaryIO, remarks: Remarks) -> list[tuple[int, Cells]]:
    """The rows of a table that are not blank, with their numbers. Raises InvalidFile where it is no such text."""
    named = encoding(stream)
    stream.seek(0)
    if isinstance(named, Problem):
        raise InvalidFile(named.message, [named])
    if named in ENCODINGS:
        remarks.notice("file", f"is not UTF-8; it was read as {ENCODINGS[named]}")
    lines = TextIOWrapper(stream, named, "replace", newline="")
    try:
        found = list(_rows(lines))
    except csv.Error as error:
        raise InvalidFile(f"cannot be read: {error}; a quote may be missing") from error
    finally:
        lines.detach()
    for number, cells in found if named in ENCODINGS else ():
        if any(LOST in str(cell) for cell in cells):
            remarks.count(f"has letters of no encoding that is known; {LOST} stands for them", f"row {number}")
    return found


def _rows(lines: TextIOWrapper) -> Iterator[tuple[int, Cells]]:
    first = [*islice(lines, _LINES)]
    mark = _mark([line for line in first if line.strip() and not _MARK.fullmatch(line.strip())]) or ","
    records = csv.reader(chain(first, lines), delimiter=mark, strict=True)
    for number, cells in enumerate(records, 1):
        if number == 1 and _MARK.fullmatch("".join(cells)):
            continue
        if len(cells) > MOST_COLUMNS:
            raise InvalidFile(f"has {len(cells):,} columns in row {number}; {MOST_COLUMNS:,} are the most")
        given = [plain(cell) for cell in cells]
        if any(given):
            yield number, given
