"""An Excel workbook that a person likes to read and that Kumu takes: the sheets Elements and Connections."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from graph.formats.format import Writer
from graph.formats.writers.flat import Columns, Drawing, text
from graph.formats.writers.spool import Spool, spooled
from graph.formats.writers.xml import clean
from graph.model import Text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_PART = 2**16
_LONGEST = 32_767
"""Characters of a cell; what is longer is cut there."""

_MOST_ROWS = 1_048_575
"""Rows of a sheet below its header; further ones stand on another sheet."""

_WIDTHS = {
    "ID": 24,
    "Label": 42,
    "From": 24,
    "To": 24,
    "From name": 42,
    "To name": 42,
    "Type": 20,
    "Tags": 24,
    "description": 60,
    "url": 34,
}
_WIDTH = 18

Cells = Iterator[list[object]]


def write(spool: Spool) -> Iterator[bytes]:
    """Both sheets, row by row; the workbook grows on disk."""
    from xlsxwriter import Workbook  # it is needed for nothing else

    drawing = Drawing(spool)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "graph.xlsx"
        # Texts that look like formulas, numbers or addresses are texts.
        options = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(path, options) as workbook:
            _sheet(workbook, "Elements", *_elements(drawing))
            with closing(sqlite3.connect(Path(folder) / "names", check_same_thread=False)) as names:
                _sheet(workbook, "Connections", *_connections(drawing, names))
        with path.open("rb") as file:
            while part := file.read(_PART):
                yield part


WRITER = Writer(
    "xlsx",
    (".xlsx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Text(
        "Sešit Excelu s listy Elements a Connections, jak je čte člověk i Kumu.",
        "An Excel workbook with the sheets Elements and Connections, for people and for Kumu.",
    ),
    spooled(write),
    is_text=False,
)


def _elements(drawing: Drawing) -> tuple[list[str], Cells]:
    names = [name for name, _ in Columns(drawing.elements)]
    rows = (
        [item.id, item.label, item.type, item.tags, *(item.fields.get(name) for name in names)]
        for item in drawing.elements
    )
    return ["ID", "Label", "Type", "Tags", *map(_free, names)], rows


def _connections(drawing: Drawing, names: sqlite3.Connection) -> tuple[list[str], Cells]:
    """Kumu wants ids at the ends, a person names; these are looked up on disk."""
    names.execute("CREATE TABLE names (id TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID")
    names.executemany("INSERT INTO names VALUES (?, ?)", ((item.id, item.label) for item in drawing.elements))
    fields = [name for name, _ in Columns(drawing.connections)]

    def name(id_: str) -> object:
        found = names.execute("SELECT name FROM names WHERE id = ?", (id_,)).fetchone()
        return found[0] if found else None

    rows = (
        [edge.source, edge.target, name(edge.source), edge.type, name(edge.target), edge.direction, edge.tags]
        + [edge.fields.get(field) for field in fields]
        for edge in drawing.connections
    )
    return ["From", "To", "From name", "Type", "To name", "Direction", "Tags", *map(_free, fields)], rows


def _free(name: str) -> str:
    """The name of a field that is not that of a column of Kumu's own."""
    return f"{name} (field)" if name.casefold() in {"id", "label", "type", "tags", "from", "to", "direction"} else name


def _sheet(workbook: "Workbook", name: str, columns: list[str], rows: Cells) -> None:
    bold = workbook.add_format({"bold": True, "bottom": 1})
    sheet, number = _begun(workbook, name, columns, bold), 0
    for row in rows:
        if number == _MOST_ROWS:
            name, number = f"{name} +", 0
            sheet = _begun(workbook, name, columns, bold)
        number += 1
        for column, value in enumerate(row):
            if value not in (None, "", []):
                _cell(sheet, number, column, value)
    sheet.autofilter(0, 0, number, len(columns) - 1)


def _begun(workbook: "Workbook", name: str, columns: list[str], bold: "Format") -> "Worksheet":
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, 2)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, _WIDTHS.get(column, _WIDTH))
        sheet.write_string(0, number, column, bold)
    return sheet


def _cell(sheet: "Worksheet", row: int, column: int, value: object) -> None:
    match value:
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float() if abs(value) < 2**53:
            sheet.write_number(row, column, value)
        case _:
            sheet.write_string(row, column, clean(text(value))[:_LONGEST])
