"""Cells of real spreadsheets: merged, styled, computed, hostile; and that none is lost without saying so."""

from io import BytesIO
from itertools import zip_longest
from zipfile import ZipFile

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook

from graph.errors import Problem
from graph.formats import registry
from graph.formats.format import Options
from graph.rows import Notice, Row
from graph.values.texts import composed
from tests.formats.drawings import Read


def saved(book: Workbook) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_merged_styled_and_computed_cells_are_read_as_people_see_them() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Spolky kraje 2024"])
    sheet.merge_cells("A1:C1")
    sheet.append(["Název", "Typ", "Obec"])
    sheet.append(["Lípa", "Spolek", "Dub"])
    sheet.append(["Jasan", None, "Dub"])
    sheet.merge_cells("B3:B4")
    sheet["A3"].font = Font(bold=True, color="FF0000")
    sheet["C3"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["A4"].comment = Comment("ověřit", "Eva")
    sheet["D3"] = "=1+1"
    sheet["D2"] = "Počet"
    found = Read(saved(book))
    assert not found.problems
    assert found.labels["Lípa"] == found.labels["Jasan"] == "Organization"
    assert found.named("Jasan")["fields"]["Obec"] == "Dub"
    assert "Počet" not in found.named("Lípa")["fields"]  # openpyxl saves no value of what it does not compute


ODS_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="List">'
)
ODS_TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"


def ods(rows: str, before: str = "") -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", f'<?xml version="1.0"?>{before}{ODS_HEAD}{rows}{ODS_TAIL}')
    return packed.getvalue()


def cell(value: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{value}</text:p></table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


HEADING = row(cell("Název"), cell("Typ"))
LIME = row(cell("Lípa"), cell("Spolek"))


def told(data: bytes) -> tuple[list[Row], list[Problem]]:
    stream = BytesIO(data)
    found = list(registry.rows(registry.recognised(stream), stream, Options({"name": "mapa"}, {"type": {}})))
    return [each for each in found if isinstance(each, Row)], [each for each in found if isinstance(each, Problem)]


def test_a_sheet_of_libreoffice_is_read() -> None:
    assert Read(ods(HEADING + LIME)).labels == {"Lípa": "Organization"}


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip
HUGE = 'table:number-rows-repeated="1048576"'
WIDE = 'table:number-columns-repeated="16384"'


@pytest.mark.parametrize(
    "data",
    [
        ods(HEADING + row(cell("&i;"), cell("Spolek")), ENTITIES),
        ods(HEADING + row(cell("Lípa", WIDE), more=HUGE)),
        ods(HEADING + row(cell("Lípa", 'table:number-columns-repeated="4294967295"'), more=HUGE)),
        ods(HEADING + row(cell("Lípa", 'table:number-columns-repeated="-1"'))),
    ],
    ids=["entities", "huge", "beyond", "negative"],
)
def test_a_hostile_sheet_is_refused_or_read_small(data: bytes) -> None:
    rows, problems = told(data)
    assert problems or len(rows) < 1000


def test_blank_rows_that_are_repeated_to_the_end_are_nothing() -> None:
    data = ods(HEADING + LIME + row("<table:table-cell/>", more=HUGE))
    assert Read(data).labels == {"Lípa": "Organization"}


# ------------------------------------------------------------------------------------------------- no cell is lost

NAMES = st.sampled_from(["Název", "Typ", "Obec", "Web", "Popis", "", "ID", "Tags", "Název", "IČO", "x"])
VALUES = st.one_of(
    st.sampled_from(
        ["", "a", "A", "A|B", "27082440", "http://", "https://x.example", "1", "Spolek", "'=1", "|", "ano"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=6),
)


@settings(deadline=None)
@example(["ID", "Název"], [["a"], ["A|B", "a"]])
@example(["Název", "ID"], [["A|B", "|"]])
@example(["", "", "Typ"], [["A", "|"]])
@given(st.lists(NAMES, min_size=2, max_size=6), st.lists(st.lists(VALUES, max_size=8), min_size=1, max_size=6))
def test_no_cell_is_lost_without_saying_so(heading: list[str], body: list[list[str]]) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([name or None for name in heading])
    for cells in body:
        sheet.append([value or None for value in cells])
    for each in (each for cells in sheet.iter_rows() for each in cells if isinstance(each.value, str)):
        each.data_type = "s"  # no formula
    stream = BytesIO(saved(book))
    format = registry.recognised(stream)
    found = list(registry.rows(format, stream, format.bind({}, "mapa")))
    said = [f"{each.place} {each.message}" for each in found if isinstance(each, Notice | Problem)]
    assume(not any("stands above the headings" in each for each in said))  # then a row of the body holds the headings
    kept = str([[each.data for each in found if isinstance(each, Row)], said])
    are_connections = any(each.data.get("link") == "RELATED_TO" for each in found if isinstance(each, Row))
    for number, cells in enumerate(body, 2):
        for name, value in zip_longest(heading, cells, fillvalue=""):
            if (
                name == "ID" and are_connections
            ):  # an id tells connections of the same two apart, and is kept for that alone
                continue
            parts = [part for part in value.split("|") if part.strip()]
            said_as = ((repr(each)[1:-1] for each in (composed(part.strip()), part.strip())) for part in parts)
            lost = [part for part, forms in zip(parts, said_as, strict=True) if not any(each in kept for each in forms)]
            assert not lost or any(f"row {number}" in each for each in said) or not any(heading), (value, kept, said)


def test_an_id_and_a_name_with_bars_stay_whole() -> None:
    read = Read(
        ods(row(cell("ID"), cell("Název"), cell("Typ")) + row(cell("A|B"), cell("Čtení | hra"), cell("Spolek")))
    )
    assert read.labels == {"Čtení | hra": "Organization"}
