"""What a register says wrongly, as the table that its keeper gets."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from api.rest.mismatches import _COLUMNS, _csv, _rows, _xlsx
from graph.formats.writers.sheets import Sheet
from graph.operations.changes import Subject
from graph.operations.sources import Mismatch, Verdict

LIBRARY = Subject("Library", None, "cz-library-900", None, None, None)
WRONG = Mismatch(
    "key", LIBRARY, "url", "https://here.example", "=cmd()", "register", "2026-11-29T10:00:00Z",
    Verdict.WRONG_THERE, "ověřeno", "Knihovna", "900",
)  # fmt: skip
ROW = ["900", "Knihovna", "Library", "Web", "=cmd()", "https://here.example", "ověřeno", "2026-11-29"]


@pytest.mark.parametrize("language", ["cs", "en"])
def test_a_row_says_which_value_of_what_is_wrong(language: str) -> None:
    [row] = _rows([WRONG], "cs" if language == "cs" else "en", "https://maps.example.org")
    assert row == [*ROW, "https://maps.example.org/v1/elements/cz-library-900"]


def test_nothing_in_a_cell_is_a_formula() -> None:
    table = Sheet("Neshody", [(heading.cs, width) for heading, width in _COLUMNS], [ROW])
    assert _csv(table).decode("utf-8-sig").splitlines()[1].split(";")[4].startswith("'=")
    sheet = load_workbook(BytesIO(_xlsx(table))).worksheets[0]
    assert [cell.value for cell in sheet[2]][: len(ROW)] == ROW and sheet["E2"].data_type == "s"
