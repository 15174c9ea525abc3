"""What public lists of libraries, groups and places have in common, and small tables often lack."""

from collections import Counter
from pathlib import Path

import orjson
import pytest

from tests.formats.drawings import Read

LIBRARIES = """\
name,authority,type,opened
Central Library,Manchester,Library,1934
Central Library,Leeds,Library,1884
Central Library,Leeds,Library,1884
Fulham Library,London,Library,
"""


def names(read: Read) -> Counter[str]:
    return Counter(str(each["name"]) for each in read.elements.values() if each["label"] != "Map")


def test_libraries_of_one_name_in_two_towns_are_two() -> None:
    read = Read(LIBRARIES.encode())
    assert names(read) == {"Central Library": 2, "Fulham Library": 1}
    assert {each["fields"]["authority"] for each in read.elements.values() if "fields" in each} >= {
        "Manchester",
        "Leeds",
    }
    assert not read.problems and any("element of its own (3x" in each for each in read.notices)


def test_the_order_of_namesakes_changes_nothing() -> None:
    head, *body = LIBRARIES.splitlines(keepends=True)
    assert Read((head + "".join(reversed(body))).encode()).elements == Read(LIBRARIES.encode()).elements


def test_namesakes_that_nothing_short_tells_apart_are_two() -> None:
    read = Read(b"name,about\nSale,Open on Mondays\nSale,%s\n" % (b"x" * 500))
    assert names(read) == {"Sale": 2}
    assert all(len(id_) < 80 for id_ in read.elements)


def test_rows_that_complete_each_other_are_one() -> None:
    read = Read("name,phone,e-mail\nLípa,1,\nLípa,,lipa@example.org\n".encode())
    assert read.named("Lípa")["fields"] == {"phone": "1", "e-mail": "lipa@example.org"}


def test_in_a_table_of_kumu_the_lowest_row_holds() -> None:
    assert Read("Label,phone\nLípa,1\nLípa,2\n".encode()).named("Lípa")["fields"] == {"phone": "2"}


def test_rows_of_a_list_of_partners_are_one_where_the_mapping_names_the_column(tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('[columns]\n"partner" = { label = "Organization" }\n', "utf-8")
    data = "name,type,partner\nČtení,Aktivita,Škola\nČtení,Aktivita,Domov\n".encode()
    read = Read(data, options={"mapping": [str(mapping)]})
    assert names(read) == {"Čtení": 1, "Škola": 1, "Domov": 1}


def test_points_of_one_name_at_two_places_are_two() -> None:
    points = [
        {
            "type": "Feature",
            "properties": {"name": "Repair Café"},
            "geometry": {"type": "Point", "coordinates": [x, 50]},
        }
        for x in (14, 15)
    ]
    read = Read(orjson.dumps({"type": "FeatureCollection", "features": points}))
    assert names(read) == {"Repair Café": 2}


@pytest.mark.parametrize(
    "table",
    [
        "Name,Type,Latitude,Longitude\nLípa,Spolek,50.08,14.42\n",
        "Název;Typ;Zeměpisná šířka;Zeměpisná délka\nLípa;Spolek;50,08;14,42\n",
        'Name,Type,Lat/Long\nLípa,Spolek,"50.08, 14.42"\n',
        "Name,Type,GPS\nLípa,Spolek,50.08 14.42\n",
        'Název;Typ;GPS souřadnice\nLípa;Spolek;"50,08; 14,42"\n',
    ],
)  # fmt: skip
def test_a_latitude_and_a_longitude_are_a_location(table: str) -> None:
    lipa = Read(table.encode()).named("Lípa")
    assert lipa["fields"]["location"] == {"latitude": 50.08, "longitude": 14.42}


@pytest.mark.parametrize("at", ["0,0", "91,14", "x,14", ",14"])
def test_what_is_no_point_stays_as_it_is(at: str) -> None:
    lipa = Read(f"Name,Type,lat,lng\nLípa,Spolek,{at}\n".encode()).named("Lípa")
    assert "location" not in lipa["fields"] and lipa["fields"]["lng"] in {"0", "14"}


@pytest.mark.parametrize(
    "table",
    [
        "Local authority,Library name,Town\nKent,Ash Library,Ash\nKent,Deal Library,Deal\n",
        "Authority name,Library name\nKent,Ash Library\nKent,Deal Library\n",
        "Okres,Název knihovny\nKent,Ash Library\nKent,Deal Library\n",
        "Okres,Kdo,Kolik\nKent,Ash Library,4\nKent,Deal Library,5\n",
    ],
)
def test_the_column_that_names_each_row_names_the_elements(table: str) -> None:
    assert names(Read(table.encode())) == {"Ash Library": 1, "Deal Library": 1}


def test_a_bar_in_a_description_is_a_character() -> None:
    lipa = Read("Name,Type,Description\nLípa,Spolek,a | b\n".encode()).named("Lípa")
    assert lipa["description"] == "a | b"


def test_records_with_their_fields_one_level_deeper_are_read() -> None:
    records = [{"id": "rec1", "createdTime": "2020", "fields": {"Name": "Kent", "Code": "E1"}}]
    assert Read(orjson.dumps(records)).named("Kent")["fields"]["Code"] == "E1"


def test_a_list_of_ties_alone_is_told_of_once() -> None:
    read = Read(b"source,target\nA,B\nB,C\nC,D\n")
    assert names(read) == dict.fromkeys("ABCD", 1)
    assert sum("becomes an item" in each for each in read.notices) == 1


def test_a_place_in_a_list_lies_where_its_row_says() -> None:
    lipa = Read(b"Name,Type,lat,lng\nLhota,obec,50.08,14.42\n").named("Lhota")
    assert (lipa["label"], lipa["location"]) == ("Place", {"latitude": 50.08, "longitude": 14.42})


def test_lists_of_neighbours_without_headings_are_connections() -> None:
    edges = Read("Praha,Brno\nBrno,Olomouc\nOlomouc,Praha\nZlín,Praha\n".encode())
    assert edges.triples == [
        ("Brno", "RELATED_TO", "Olomouc"), ("Olomouc", "RELATED_TO", "Praha"),
        ("Praha", "RELATED_TO", "Brno"), ("Zlín", "RELATED_TO", "Praha"),
    ]  # fmt: skip
    assert any("no row has headings; names of one column stand in another" in each for each in edges.notices)
    both = Read("Praha;Brno;Olomouc\nBrno;Praha\nOlomouc;Praha;Zlín\nZlín;Olomouc\n".encode())
    assert len(both.triples) == 3 and len(both.labels) == 4
    words = Read("Ada,Ota,řídí\nOta,Iva,zná\nIva,Ada,zná\n".encode())
    assert ("Ada", "řídí", "Ota") in words.triples
    towns = Read(b"Obec,Okres\nPraha,Praha\nBrno,Brno\nDub,Brno\n")
    assert not towns.links


# ------------------------------------------------------------------------------------------------- what a table is called


def of_file(name: str, content: bytes) -> Read:
    return Read(content, options={"name": [name]})


@pytest.mark.parametrize(
    ("name", "table", "label"),
    [
        ("libraries", "name,address\nCentral,Main St 1\n", "Library"),
        ("Knihovny 2024", "Název;Obec\nLípa;Lhota\n", "Library"),
        ("libraries", "name,stars\nnumpy,20000\n", "Item"),
        ("events", "Titel;Datum\nJarmark;2026-05-01\n", "Activity"),
        ("events", "name,level\nstart-up,info\n", "Item"),
        ("people", "name,photo\nAda,a.jpg\n", "Person"),
        ("network", "name,city\nLípa,Lhota\n", "Item"),
    ],
)
def test_a_file_called_as_its_rows_tells_what_they_are(name: str, table: str, label: str) -> None:
    read = of_file(name, table.encode())
    assert set(read.labels.values()) == {label}


@pytest.mark.parametrize(
    "table",
    [
        "Jméno a příjmení;Telefon\nAda Lovelace;1\n",
        "name,gender\nAda,F\n",
        "name,date of birth\nAda,1815-12-10\n",
        "name,password\nAda,$2b$12$x\n",
    ],
)
def test_rows_with_what_only_people_have_are_people(table: str) -> None:
    assert set(Read(table.encode()).labels.values()) == {"Person"}


def test_a_gender_that_is_a_word_of_its_own_makes_no_people() -> None:
    assert set(Read(b"name,gender\nYoga,women only\n").labels.values()) == {"Item"}


def test_what_nobody_means_to_show_is_private() -> None:
    person = Read(b"name,password,town\nAda,secret,London\n").named("Ada")
    assert person["private"] == {"password": "secret"}
    assert "password" not in person["fields"]


def test_a_heading_in_one_word_tells_the_type() -> None:
    assert Read(b"EventID,EventName\n1,Fair\n2,Talk\n").labels == {"Fair": "Activity", "Talk": "Activity"}


def test_rows_that_count_something_for_few_bodies_are_none_of_these() -> None:
    months = "".join(f"E1,2023-{month:02},{month}\n" for month in range(1, 8))
    assert set(Read(f"Authority,Period,Count\n{months}".encode()).labels.values()) == {"Item"}


def test_objects_by_their_ids_are_elements() -> None:
    content = {
        "lipa": {"name": "Lípa", "web": "https://lipa.example", "latlng": [48.2, 16.5]},
        "jasan": {"name": "Jasan", "web": "https://jasan.example"},
    }
    read = of_file("vereine", orjson.dumps(content))
    assert read.labels == {"Lípa": "Item", "Jasan": "Item"}
    assert read.named("Lípa")["fields"]["location"] == {"latitude": 48.2, "longitude": 16.5}
    assert read.named("Lípa")["drawn"]["id"] == "lipa"
