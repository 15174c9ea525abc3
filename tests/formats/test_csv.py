"""Tables of elements: what spreadsheets and people write."""

from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import Problem
from graph.formats import csv
from graph.formats.format import Options
from graph.formats.writers import csv as writer
from graph.rows import Data, Notice, Row
from graph.schema import SCHEMA
from graph.validation import Element, Validator

CHECK = Validator(SCHEMA).check

EXCEL = (
    "ID;Name;ico;alternateNames;closed;Telefon;\r\n"
    'skola;"Škola; základní";851817;ZŠ|Základka;NEPRAVDA;+420 1;\r\n'
    ";;;;;;\r\n"
    'dum;"Dům ""dětí""\na mládeže";;;ano;;\r\n'
).encode("cp1250")


def read(data: bytes, label: str = "Library") -> list[Row | Notice | Problem]:
    return list(csv.read(BytesIO(data), Options({"label": label} if label else {})))


def rows(data: bytes, label: str = "Library") -> list[dict[str, Any]]:
    return [row.data for row in read(data, label) if isinstance(row, Row)]


def problems(data: bytes, label: str = "Library") -> list[tuple[str, str]]:
    """What is wrong with a table, for its reader or for the model."""
    found = []
    for each in read(data, label):
        checked = CHECK(each) if isinstance(each, Row) else [each]
        if isinstance(checked, list):
            found += [(problem.place, problem.message) for problem in checked if isinstance(problem, Problem)]
    return found


async def written(*data: Data) -> bytes:
    async def rows() -> AsyncIterator[Data]:
        for one in data:
            yield one

    return b"".join([part async for part in writer.WRITER.write(rows(), "")])


def test_a_semicolon_table_of_czech_excel() -> None:
    school, house = rows(EXCEL)
    assert school == {
        "label": "Library", "id": "skola", "name": "Škola; základní", "ico": "00851817",
        "alternateNames": ["ZŠ", "Základka"], "closed": False, "Telefon": "+420 1",
    }  # fmt: skip
    assert (house["name"], house["closed"]) == ('Dům "dětí" a mládeže', True)
    assert [row.place for row in read(EXCEL)] == ["file", "row 2", "row 4"]
    assert not problems(EXCEL)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_encodings_and_ends_of_lines(delimiter: str, encoding: str, end: str) -> None:
    lines = ("label", "id", "name"), ("Topic", "a", "Čtení")
    data = end.join(delimiter.join(line) for line in lines).encode(encoding)
    assert csv.recognises(data)
    assert rows(data, "") == [{"label": "Topic", "id": "a", "name": "Čtení"}]
    told = [each.message for each in read(data, "") if isinstance(each, Notice)]
    assert told == (["is not UTF-8; it was read as Windows-1250"] if encoding == "cp1250" else [])


def test_the_label_of_a_row_goes_before_the_option() -> None:
    data = b"id,name,label\na,A,Topic\nb,B,"
    assert [row["label"] for row in rows(data, "Role")] == ["Topic", "Role"]


def test_a_date_as_czechs_write_it() -> None:
    assert [row["since"] for row in rows(b"id;name;since\na;A;1. 9.1999\nb;B;31.12.2020\nc;C;2020", "Activity")] == [
        "1999-09-01", "2020-12-31", "2020",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["49.5, -17.25", "49.5;-17.25", "49.5 -17.25"])
def test_a_place_on_the_map(text: str) -> None:
    [place] = rows(f"id\tname\tlocation\na\tA\t{text}".encode(), "Place")
    assert place["location"] == {"latitude": 49.5, "longitude": -17.25}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", ["row 1", "row 1"]),
        ("name\nA", ["row 1", "row 1"]),
        ("id;id;label\na;b;Topic", ["row 1, id"]),
        ("id;label;name\na;Cíl;A", ["row 2, label"]),
        ("id;label;name\n;Topic;A", ["row 2, id"]),
        ("id;label;name;ico\na;Library;A;12", ["row 2, ico"]),
        ("id;label;name;location\n\n\na;Place;A;tady", ["row 4, location"]),
        ("id;label;name;closed\na;Library;A;možná", ["row 2, closed"]),
        ("id;label;name;extra\na;Topic;A;[1]\nb;Topic;B;{", ["row 2, extra", "row 3, extra"]),
        ("id;label;name;\na;Topic;A;x;y", ["row 2, column 4", "row 2, column 5"]),
        ('id;label;name\na;Topic;"A', ["row 2"]),
        ('id;label;name\na;Topic;A\nb;Topic;"B"x', ["row 3"]),
        ("id;label;name\na;Topic;" + "A" * 200_000, ["row 2, name"]),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(text: str, places: list[str]) -> None:
    assert [place for place, _ in problems(text.encode(), "")] == places


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        ("id;label;name\na;Topic;Čtení\nb;Topic;".encode() + b"\xe8", "line 3", "is not UTF-8, as what precedes it is"),
        (
            b"id;label;name\na;Topic;\xe8\x81",
            "file",
            "is neither UTF-8 nor Windows-1250, ISO-8859-2, Windows-1252, Windows-1251; save",
        ),
        (b"\xef\xbb\xbfid;label\na;\xe8", "line 2", "is not UTF-8"),
    ],
)
def test_broken_encodings_are_told(data: bytes, place: str, message: str) -> None:
    [(at, told)] = problems(data, "")
    assert at == place
    assert told.startswith(message)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"", False), (b"\n", False), (b"id;name\n", False), (b"Label;ID", False), (b"Label;id;NAME\n", True),
        (b'{"id": 1}', False), (b"from,to", False), (b"\xff\xfei\0d\0;\0", False), (b"\x81", False),
    ],
)  # fmt: skip
def test_recognises_columns_of_the_model(head: bytes, expected: bool) -> None:
    assert csv.recognises(head) is expected


async def test_a_table_is_written_as_czech_excel_opens_it() -> None:
    topic: Data = {"label": "Topic", "id": "a", "name": "Čtení; psaní"}
    lines = (await written(topic, {"link": "BROADER", "from": "a", "to": "b"})).split(b"\r\n")
    assert lines[0].startswith(b"\xef\xbb\xbflabel;id;name;")
    assert lines[1].startswith('Topic;a;"Čtení; psaní";'.encode())
    assert lines[2:] == [b""]


@pytest.mark.parametrize("name", ["=1+1", "+420", "-", "@x", "'=x", "'a"])
async def test_a_spreadsheet_has_nothing_to_compute(name: str) -> None:
    data = await written({"label": "Topic", "id": "a", "name": name})
    assert f";'{name};".encode() in data
    assert rows(data, "")[0]["name"] == name


_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8).map(str.strip)
_TEXTS = _WORDS.filter(bool)
_NAMES = _TEXTS.filter(lambda text: not set(text) & set("\t\r\n"))
_ORGANIZATIONS = st.fixed_dictionaries(
    {"label": st.just("Organization"), "id": st.just("a"), "name": _NAMES},
    optional={
        "alternateNames": st.lists(_TEXTS, min_size=1), "location": st.just({"latitude": 49.5, "longitude": -1.0}),
        "description": _TEXTS, "version": st.integers(0, 2**62), "odd": st.lists(st.none() | st.booleans() | _TEXTS),
    },
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(_ORGANIZATIONS)
async def test_any_element_comes_back(element: Data) -> None:
    assert rows(await written(element), "") == [element]


def test_every_row_that_is_read_can_be_checked() -> None:
    checked = [CHECK(row) for row in read(EXCEL) if isinstance(row, Row)]
    assert all(isinstance(each, Element) for each in checked)
