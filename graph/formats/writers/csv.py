"""A table of elements as Czech spreadsheets open it, which can be read again; connections are left out."""

import codecs
import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from graph.formats.csv import EXTRA, FORMAT, PROPERTIES, protected
from graph.formats.format import Writer
from graph.formats.values import to_text
from graph.formats.writers.spool import Spool, spooled
from graph.rows import Data


def write(spool: Spool) -> Iterator[bytes]:
    """A row for each element, and the columns of all types that there are."""
    labels = dict.fromkeys(str(row["label"]) for row in spool.elements)
    known = (PROPERTIES[label] for label in labels or PROPERTIES)
    columns = ["label", *dict.fromkeys(name for properties in known for name in properties), EXTRA]
    yield codecs.BOM_UTF8 + _line(columns)
    for row in spool.elements:
        yield _line(_cells(row, columns))


WRITER = Writer("csv", (".csv",), "text/csv", FORMAT.doc, spooled(write))


def _cells(row: Data, columns: Iterable[str]) -> Iterator[str]:
    known = PROPERTIES[str(row["label"])]
    extra = {name: value for name, value in row.items() if name not in known and name != "label"}
    given = {**row, EXTRA: extra} if extra else row
    return (_cell(given[name]) if name in given and (name == EXTRA or name not in extra) else "" for name in columns)


def _cell(value: object) -> str:
    return to_text(value) if isinstance(value, int | float) else protected(to_text(value))


def _line(cells: Iterable[str]) -> bytes:
    line = StringIO()
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode()
