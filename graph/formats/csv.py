"""A table of elements as CSV: one element a row, its properties in columns that are named as in the model."""

import codecs
import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from io import TextIOWrapper
from itertools import chain, zip_longest
from typing import BinaryIO, TextIO

from graph.errors import Problem
from graph.formats.encodings import CZECH, ENCODINGS, UNKNOWN, likeliest
from graph.formats.format import Format, Option, Options
from graph.formats.values import from_text
from graph.model import Kind, Property, Text
from graph.rows import Notice, Row, Rows
from graph.schema import SCHEMA

EXTRA = "extra"
"""The column for what the model does not know of an element, as a JSON object."""

DELIMITERS = ";\t,"
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'")
"""A spreadsheet would compute cells that begin so; they are written with an apostrophe in front."""

PROPERTIES: Mapping[str, Mapping[str, Property]] = {
    element.label: {p.name: p for p in SCHEMA.properties_of(element) if not p.internal and p.kind is not Kind.JSON}
    for element in SCHEMA.elements
}
_EXTRA = Property(EXTRA, Kind.JSON, Text("", ""))
_NAMES = {name.casefold(): name for known in PROPERTIES.values() for name in (*known, "label", EXTRA)}


def read(stream: BinaryIO, options: Options) -> Rows:
    """The rows of a table, which is in UTF-8 or another encoding. An empty cell says nothing. Reading is streamed."""
    named = encoding(stream)
    stream.seek(0)
    if isinstance(named, Problem):
        yield named
        return
    if named in ENCODINGS:
        yield Notice("file", f"is not UTF-8; it was read as {ENCODINGS[named]}")
    text = TextIOWrapper(stream, named, newline="")
    try:
        yield from _rows(text, options.texts.get("label", ""))
    finally:
        text.detach()


def recognises(head: bytes) -> bool:
    """Whether it has the columns of every table of ours, and a label of ours; any other is drawn by somebody else."""
    lines = head.removeprefix(codecs.BOM_UTF8).decode(CZECH, "replace").splitlines()[:2]
    try:
        header, *rows = [_header(line, delimiter(lines[0])) for line in lines] or [[]]
    except csv.Error:
        return False
    labels = [row[header.index("label")] for row in rows if "label" in header and len(row) > header.index("label")]
    return {"label", "id", "name"} <= set(header) and all(label in SCHEMA.by_label for label in labels)


FORMAT = Format(
    "csv",
    (".csv", ".tsv"),
    Text(
        "CSV se středníky, čárkami nebo tabulátory: na řádku jeden prvek, sloupce se jmenují jako vlastnosti v modelu.",
        "CSV with semicolons, commas or tabs: an element a row, columns named as the properties in the model.",
    ),
    recognises,
    read,
    (
        Option(
            "label",
            Text(
                "Typ prvků tam, kde jej neříká sloupec label.",
                "Type of the elements, where no column label says it.",
            ),
            choices=tuple(PROPERTIES),
        ),
    ),
)


def _rows(lines: TextIO, label: str) -> Rows:
    number = 0
    try:
        first = lines.readline()
        records = csv.reader(chain([first], lines), delimiter=delimiter(first), strict=True)
        columns = [_name(cell) for cell in next(records, [])]
        number = 1
        if problems := list(_of_header(columns, label)):
            yield from problems
            return
        for number, cells in enumerate(records, start=2):
            yield from _of_row(f"row {number}", zip_longest(columns, map(plain, cells), fillvalue=""), label)
    except csv.Error as error:
        yield Problem(f"row {number + 1}", f"cannot be read: {error}; a quote may be missing")
    except UnicodeDecodeError:
        yield Problem("file", UNKNOWN)


def _of_header(columns: list[str], label: str) -> Iterator[Problem]:
    """What is wrong with the first row."""
    if "id" not in columns:
        yield Problem("row 1", "has no column id; each element needs an id, the same every time it is imported")
    if not label and "label" not in columns:
        yield Problem("row 1", "has no column label; add it, or say by the option label what all rows are")
    for name in dict.fromkeys(columns):
        if name and columns.count(name) > 1:
            yield Problem(f"row 1, {name}", "names several columns; keep one of them")


def _of_row(place: str, cells: Iterable[tuple[str, str]], label: str) -> Iterator[Row | Problem]:
    given: dict[str, str] = {}
    for number, (name, text) in enumerate(cells, start=1):
        if text and not name:
            yield Problem(f"{place}, column {number}", "has no name; name the column in row 1")
        elif text:
            given[name] = text
    if given:
        label = given.pop("label", label)
        known = PROPERTIES.get(label, {})
        extra = from_text(_EXTRA, given.pop(EXTRA, "{}"))
        if not isinstance(extra, dict):
            yield Problem(f"{place}, {EXTRA}", "is not a JSON object")
            extra = {}
        data = {name: from_text(known[name], text) if name in known else text for name, text in given.items()}
        yield Row(place, {"label": label, **extra, **data})


# -------------------------------------------------------------------------------------------------------------- cells


def encoding(stream: BinaryIO) -> str | Problem:
    """The encoding of a table: UTF-8, or the likeliest other one where nothing but ASCII precedes what is no UTF-8. The stream is read to its end."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, plain = 1, True
    for chunk in chain(iter(partial(stream.read, 2**16), b""), [b""]):
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            before = error.object[: error.start]
            if plain and before.isascii():
                return likeliest(error.object[max(error.start - 1, 0) :] + stream.read(2**20))
            place = f"line {lines + before.count(bytes([10]))}"
            return Problem(place, "is not UTF-8, as what precedes it is; save the file in one encoding")
        lines, plain = lines + text.count("\n"), plain and text.isascii()
    return "utf-8-sig"


def delimiter(line: str) -> str:
    """What parts the cells of a line."""
    return max(DELIMITERS, key=line.count)


def _header(line: str, mark: str) -> list[str]:
    return [_name(cell) for cell in next(csv.reader([line], delimiter=mark), [])]


def _name(cell: str) -> str:
    """A column's name; those of the model in any case."""
    return _NAMES.get(cell.strip().casefold(), cell.strip())


def plain(cell: str) -> str:
    """The text of a cell, without the apostrophe that ``protected`` puts before formulas."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULAS) else text


def protected(text: str) -> str:
    """The text of a cell so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(FORMULAS) else text
