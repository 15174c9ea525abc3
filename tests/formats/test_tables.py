"""Tables in which maps are drawn: Kumu's rules, and lists as people make them."""

from datetime import date
from io import BytesIO
from math import isnan
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from graph.errors import Problem
from graph.formats import registry
from graph.formats.format import Options
from graph.formats.tables import TABLE, XLSX
from graph.rows import Notice, Row
from graph.schema import SCHEMA
from graph.validation import Validator

CHECK = Validator(SCHEMA).check


class Result:
    """What a reading gave; every row is checked on the way."""

    def __init__(self, data: bytes, mapping: str = "") -> None:
        format = registry.recognised(BytesIO(data))
        assert format in (TABLE, XLSX)
        found = list(registry.rows(format, BytesIO(data), Options({"name": "mapa", "mapping": mapping}, {"type": {}})))
        self.notices = [each for each in found if isinstance(each, Notice)]
        self.problems = [each for each in found if isinstance(each, Problem)]
        self.rows = [each for each in found if isinstance(each, Row)]
        assert not any(isinstance(CHECK(row), list) for row in self.rows)
        self.elements = {str(r.data["name"]): r.data for r in self.rows if r.data.get("label") not in (None, "Map")}
        names = {data["id"]: name for name, data in self.elements.items()}
        self.triples = {
            (names[str(row.data["from"])], row.data["link"], names[str(row.data["to"])])
            for row in self.rows
            if row.data.get("link") not in (None, "SHOWS")
        }

    def place(self, name: str) -> str:
        return next(row.place for row in self.rows if row.data.get("name") == name)


def book(**sheets: Any) -> bytes:
    made, content = Workbook(), BytesIO()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(row)
    made.save(content)
    return content.getvalue()


ELEMENTS = [
    ["Label", "Type", "Tags", "Capacity"],
    ["Knihovna", "Knihovna", "pilot|kraj", 40],
    ["Čtení", "Akce", "", ""],
]
CONNECTIONS = [["From", "To", "Type", "Direction"], ["Knihovna", "Čtení|Kavárna", "pořádá", "directed"]]


def test_sheets_of_elements_and_connections() -> None:
    result = Result(book(Elements=ELEMENTS, Connections=CONNECTIONS, Notes__ignore_=[["x", "y"]]))
    assert result.triples == {("Knihovna", "RUNS", "Čtení"), ("Knihovna", "RELATED_TO", "Kavárna")}
    library = result.elements["Knihovna"]
    assert (library["tags"], library["fields"]) == (["pilot", "kraj"], {"type": "Knihovna", "Capacity": 40})
    assert result.place("Knihovna") == 'sheet "Elements", row 2'
    assert result.elements["Kavárna"]["label"] == "Item"


def test_two_blank_rows_begin_a_new_table() -> None:
    one = [*ELEMENTS, [], [], *CONNECTIONS]
    assert Result(book(All=one)).triples == Result(book(Elements=ELEMENTS, Connections=CONNECTIONS)).triples
    gap = [ELEMENTS[0], ELEMENTS[1], [], ELEMENTS[2]]
    assert set(Result(book(All=gap)).elements) == {"Knihovna", "Čtení"}


def test_sheets_to_ignore_and_hidden_ones() -> None:
    content = BytesIO()
    made = Workbook()
    made.worksheets[0].append(["Label"])
    made.worksheets[0].append(["A"])
    for title, state in (("Old (ignore)", "visible"), ("Hidden", "hidden")):
        sheet = made.create_sheet(title)
        sheet.sheet_state = state
        sheet.append(["Label"])
        sheet.append([title])
    made.save(content)
    result = Result(content.getvalue())
    assert set(result.elements) == {"A", "Hidden"}
    assert any(notice.place == 'sheet "Hidden"' for notice in result.notices)


def test_of_one_id_the_lowest_row_holds() -> None:
    rows = [
        ["ID", "Label", "Type", "Popis"],
        [7, "Stará", "Akce", "první"],
        [8, "Jiná", "Akce", ""],
        [7, "Nová", "Akce", ""],
    ]
    result = Result(book(Elements=rows, Connections=[["From", "To"], [8, 7]]))
    assert set(result.elements) == {"Nová", "Jiná"}
    assert result.elements["Nová"]["description"] == "první"


def test_label_and_type_make_an_element() -> None:
    rows = [["Label", "Type"], ["Praha", "Obec"], ["Praha", "Téma"], ["Praha", "Obec"]]
    found = Result(book(Elements=rows))
    assert sorted(str(row.data["label"]) for row in found.rows if row.data.get("name") == "Praha") == ["Place", "Topic"]


def test_cells_are_what_people_see() -> None:
    rows = [
        ["Název", "Typ", "IČO", "Od", "Kapacita", "Otevřeno"],
        ["Spolek", "Spolek", 70947422.0, date(2019, 5, 1), 12.5, True],
    ]
    spolek = Result(book(List=rows)).elements["Spolek"]
    assert (spolek["ico"], spolek["fields"]) == (
        "70947422",
        {"type": "Spolek", "Od": "2019-05-01", "Kapacita": 12.5, "Otevřeno": True},
    )


def test_a_list_of_anything_is_read() -> None:
    rows = [
        ["Seznam spolků 2024"],
        ["Jméno spolku", "Město", "Web"],
        ["Lípa", "Kroměříž", "https://lipa.example", "navíc"],
    ]
    result = Result(book(List=rows))
    assert (result.elements["Lípa"]["label"], result.elements["Lípa"]["url"]) == ("Item", "https://lipa.example")
    assert result.elements["Lípa"]["fields"] == {"Město": "Kroměříž", "column 4": "navíc"}
    assert {notice.place for notice in result.notices} >= {f'sheet "List", row {n}' for n in (1, 2, 3)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_in_any_encoding(encoding: str, mark: str) -> None:
    lines = [["Název", "Typ"], ["Dům čtení", "Kulturní instituce"], ['Klub „Žluťásek"', "Klub"]]
    data = "\r\n".join(mark.join(line) for line in lines).encode(encoding)
    result = Result(data)
    assert (result.elements["Dům čtení"]["kind"], result.elements['Klub „Žluťásek"']["label"]) == (
        "culturalInstitution",
        "Activity",
    )
    assert result.place("Dům čtení") == "row 2"


def test_a_table_of_connections_alone_makes_its_ends() -> None:
    result = Result(b"Source,Target,Type\nAda,Bob,knows\n")
    assert result.triples == {("Ada", "RELATED_TO", "Bob")}
    assert {row["label"] for row in result.elements.values()} == {"Item"}


def test_a_mapping_says_what_a_list_is_of() -> None:
    mapping = '[types]\n"" = "Organization"\n[fields]\n"Webovka" = "url"\n'
    result = Result("Název;Webovka\nLípa;https://lipa.example\n".encode(), mapping)
    assert (result.elements["Lípa"]["label"], result.elements["Lípa"]["url"]) == (
        "Organization",
        "https://lipa.example",
    )


def test_cells_in_opposite_corners_do_not_fill_the_memory() -> None:
    content, made = BytesIO(), Workbook()
    made.worksheets[0].append(["Label"])
    made.worksheets[0].cell(1048576, 16384, "far")
    made.save(content)
    found = list(registry.rows(XLSX, BytesIO(content.getvalue()), Options({"name": "m"}, {"type": {}})))
    assert [type(each) for each in found] == [Problem]
    assert "too far apart" in str(found[0])


@pytest.mark.parametrize("reference", ["ZZZZZZZZ2", "zzzzzzzz2", "A999999999999", "Z" * 70 + "2", "A" + "9" * 70])
def test_a_cell_that_no_sheet_has_room_for_does_not_end_the_process(reference: str) -> None:
    """The reader takes memory for all that is between, and ends the process where there is not so much."""
    content, made, hostile = BytesIO(), Workbook(), BytesIO()
    made.worksheets[0].append(["Label"])
    made.worksheets[0].cell(2, 2, "far")
    made.save(content)
    with ZipFile(content) as plain, ZipFile(hostile, "w") as written:
        for name in plain.namelist():
            written.writestr(name, plain.read(name).replace(b'r="B2"', f'r="{reference}"'.encode()))
    found = list(registry.rows(XLSX, BytesIO(hostile.getvalue()), Options({"name": "m"}, {"type": {}})))
    assert [type(each) for each in found] == [Problem]
    assert "too far apart" in str(found[0])


def test_a_table_with_columns_without_end_is_refused_at_once() -> None:
    content = ",".join(f"c{n}" for n in range(300_000)).encode() + b"\n" + b"x," * 299_999 + b"x\n"
    found = list(registry.rows(TABLE, BytesIO(content), Options({"name": "m"}, {"type": {}})))
    assert "300,000 columns" in str(found[-1])


CELLS = st.one_of(st.none(), st.text(max_size=12), st.integers(), st.floats(), st.booleans(), st.datetimes())


@given(st.lists(st.lists(CELLS, max_size=6), max_size=8))
def test_any_cells_give_rows_or_problems_and_none_is_lost(rows: list[list[Any]]) -> None:
    printable = [[_written(cell) for cell in row] for row in rows]
    content = book(Elements=[["Label", "Type", "A"], *printable])
    found = list(registry.rows(XLSX, BytesIO(content), Options({"name": "m"}, {"type": {}})))
    assert not any(isinstance(each, Row) and isinstance(CHECK(each), list) for each in found)


def _written(cell: object) -> object:
    """A cell as openpyxl can write it."""
    if isinstance(cell, str):
        return "".join(c for c in cell if c.isprintable() and c != "=").encode("utf-8", "ignore").decode()
    return None if isinstance(cell, float) and isnan(cell) else cell


def test_a_cell_far_beyond_the_headings_is_kept() -> None:
    result = Result(b"Label;Type\nA;Topic\nB;Topic;;;far\n")
    fields = result.elements["B"]["fields"]
    assert isinstance(fields, dict) and fields["column 5"] == "far"


@pytest.mark.parametrize(
    ("heading", "label"), [("Název akce", "Activity"), ("Název knihovny", "Library"), ("Název", "Item")]
)
def test_the_heading_of_names_says_what_the_rows_are(heading: str, label: str) -> None:
    rows = [[heading, "Datum"], ["Čtení", date(2026, 1, 14)], ["Hra", date(2026, 2, 3)]]
    result = Result(book(Rok=rows))
    assert result.elements["Čtení"]["label"] == label
    if label == "Activity":
        assert result.elements["Hra"]["since"] == "2026-02-03"
