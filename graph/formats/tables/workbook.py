"""Tables of a workbook, read with python-calamine. Formulas are not computed: the values that were saved are read."""

import re
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from graph.errors import InvalidFile
from graph.formats.tables import grid
from graph.formats.tables.grid import Cells, Grid
from graph.mapping.drawing import Drawing
from graph.mapping.remarks import Remarks

LARGEST = 512 * 2**20
"""Bytes that the unpacked parts of a workbook may have together."""

MOST_CELLS = 20_000_000
"""Cells that a sheet may span: it is read as a whole rectangle, which two cells in opposite corners make huge."""

BLANKS = 2
"""Blank rows from which on another table begins."""

_REFERENCE = re.compile(rb"""[\s]r=["']([A-Za-z]{1,80})([0-9]{1,80})["']""")
_LONGEST = 170
"""Bytes of the longest reference, which may lie across two pieces that are read; one that no program writes counts too."""

_IGNORED = "(ignore)"
_DAMAGED = (
    BadZipFile,
    CalamineError,
    zlib.error,
    ValueError,
    RuntimeError,
    EOFError,
    OverflowError,
    IndexError,
    OSError,
)
_PARTS = (b"[Content_Types].xml", b"xl/", b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet")


def recognises(head: bytes) -> bool:
    """Whether it is a zip archive with the parts of a workbook."""
    return head.startswith(b"PK\x03\x04") and any(part in head[: 2**12] for part in _PARTS)


def draw(stream: BinaryIO, remarks: Remarks) -> Drawing:
    """The elements and connections of all tables of a workbook."""
    try:
        with ZipFile(stream) as archive:
            _check_size(archive)
        stream.seek(0)
        with CalamineWorkbook.from_filelike(stream) as workbook:
            grids = list(_grids(workbook, remarks))
    except _DAMAGED as error:
        raise InvalidFile(f"is a damaged workbook ({error}); open it and save it again") from error
    return grid.draw(grids, remarks)


def _check_size(archive: ZipFile) -> None:
    size = sum(part.file_size for part in archive.infolist())
    if size > LARGEST:
        raise InvalidFile(f"is a workbook of {size >> 20} MB, unpacked; {LARGEST >> 20} are the most")
    for part in archive.namelist():
        if _spans(archive, part) > MOST_CELLS:
            raise InvalidFile(f"has cells too far apart in {part}; delete those that were meant to be blank")


def _spans(archive: ZipFile, part: str) -> int:
    """How many cells a sheet of an .xlsx spans from its first column and row to the last ones."""
    rows = columns = 0
    with archive.open(part) as content:
        rest = b""
        while chunk := content.read(2**20):
            for column, row in _REFERENCE.findall(rest + chunk):
                rows, columns = max(rows, int(row)), max(columns, _number(column))
            rest = chunk[-_LONGEST:]
    return rows * columns


def _number(column: bytes) -> int:
    return sum((letter - 64) * 26**power for power, letter in enumerate(reversed(column.upper())))


def _grids(workbook: CalamineWorkbook, remarks: Remarks) -> Iterator[Grid]:
    for sheet in workbook.sheets_metadata:
        place = f'sheet "{sheet.name}"'
        if sheet.name.rstrip().lower().endswith(_IGNORED):
            continue
        if sheet.visible is not SheetVisibleEnum.Visible:
            remarks.notice(place, "is hidden; it is read as the others")
        yield from _tables(f"{place}, ", workbook.get_sheet_by_name(sheet.name))


def _tables(place: str, sheet: CalamineSheet) -> Iterator[Grid]:
    """The tables of a sheet, which blank rows part."""
    begin, left = sheet.start or (0, 0)
    rows = [(number, [_value(cell) for cell in cells]) for number, cells in enumerate(sheet.iter_rows(), begin + 1)]
    across = _fill_merged(sheet, rows, (begin, left))
    table: list[tuple[int, Cells]] = []
    for blank, some in groupby(rows, key=lambda row: not any(cell != "" for cell in row[1])):
        part = list(some)
        if not blank:
            table += part
        elif len(part) >= BLANKS and table:
            yield Grid(place, table, across, sheet.name)
            table = []
    if table:
        yield Grid(place, table, across, sheet.name)


def _fill_merged(sheet: CalamineSheet, rows: list[tuple[int, list[object]]], start: tuple[int, int]) -> frozenset[int]:
    """Write what cells have that are merged down into each of them; tell the rows that are one cell across."""
    across = set()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        begin, width = top - start[0], len(rows[0][1]) if rows else 0
        for _, cells in rows[begin + 1 : bottom - start[0] + 1]:
            for at in range(left - start[1], min(right - start[1] + 1, width)):
                cells[at] = rows[begin][1][left - start[1]]
        if top == bottom and right > left and 0 <= begin < len(rows):
            filled = [at for at, cell in enumerate(rows[begin][1]) if cell != ""]
            if filled == [left - start[1]]:
                across.add(top + 1)
    return frozenset(across)


def _value(cell: object) -> object:
    """A cell as people see it."""
    match cell:
        case float() if cell.is_integer() and abs(cell) < 2**53:
            return int(cell)
        case datetime() if (cell.hour, cell.minute, cell.second) == (0, 0, 0):
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case str():
            return cell.strip()
    return cell
