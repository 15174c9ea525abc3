"""Workbooks of tables, whatever stands in them: headings in bold that stay in sight, widths, a filter."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from graph.formats.writers.flat import text
from graph.formats.writers.xml import clean

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_PART = 2**16
_LONGEST = 32_767
"""Characters of a cell; what is longer is cut there."""

_MOST_ROWS = 1_048_575
"""Rows of a sheet below its header; further ones stand on another sheet."""

Cells = Iterable[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: ``columns`` are its headings, each with the width in characters; of its ``rows`` the first two cells say what each is about."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Cells


def written(sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """The workbook of some sheets, which grows row by row on disk."""
    from xlsxwriter import Workbook  # it is needed for nothing else

    with TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        # Texts that look like formulas, numbers or addresses are texts.
        options = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(path, options) as workbook:
            for sheet in sheets:
                _write(workbook, sheet)
        with path.open("rb") as file:
            while part := file.read(_PART):
                yield part


def _write(workbook: "Workbook", sheet: Sheet) -> None:
    bold = workbook.add_format({"bold": True, "bottom": 1})
    name = sheet.name
    page, number = _begun(workbook, name, sheet.columns, bold), 0
    for row in sheet.rows:
        if number == _MOST_ROWS:
            name, number = f"{name} +", 0
            page = _begun(workbook, name, sheet.columns, bold)
        number += 1
        for column, value in enumerate(row):
            if value not in (None, "", []):
                _cell(page, number, column, value)
    page.autofilter(0, 0, number, len(sheet.columns) - 1)


def _begun(workbook: "Workbook", name: str, columns: Sequence[tuple[str, int]], bold: "Format") -> "Worksheet":
    page = workbook.add_worksheet(name)
    page.freeze_panes(1, 2)
    for number, (heading, width) in enumerate(columns):
        page.set_column(number, number, width)
        page.write_string(0, number, heading, bold)
    return page


def _cell(page: "Worksheet", row: int, column: int, value: object) -> None:
    match value:
        case bool():
            page.write_boolean(row, column, value)
        case int() | float() if abs(value) < 2**53:
            page.write_number(row, column, value)
        case _:
            page.write_string(row, column, clean(text(value))[:_LONGEST])
