"""Files of which a guess once made something else: where little speaks for it, they are ordinary tables and lists."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from tests.formats.drawings import Read


def zipped(**files: str) -> Read:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.csv", content)
    return Read(packed.getvalue())


def of_json(content: Any) -> Read:
    return Read(json.dumps(content, ensure_ascii=False).encode())


def ends(found: Read) -> list[tuple[str, str]]:
    return [(start, end) for start, _, end in found.triples]


# ------------------------------------------------------------------------------------------------------------ matrices


def test_connections_of_numbers_are_no_matrix() -> None:
    found = Read(b"source,target,weight\n1,2,1\n2,3,4\n3,1,2\n")
    assert ends(found) == [("1", "2"), ("2", "3"), ("3", "1")]
    assert sorted(link["fields"]["weight"] for link in found.links) == ["1", "2", "4"]
    assert ends(Read(b"from;to\n1;2\n2;3\n")) == [("1", "2"), ("2", "3")]


@pytest.mark.parametrize(
    ("table", "count"),
    [
        ("id;lat;lon\n1;50.1;14.4\n2;49.2;16.6\n3;50;15\n", 3),
        ("rok;muži;ženy;děti\n2020;1;2;3\n2021;3;4;5\n2022;5;6;7\n2023;5;6;7\n", 4),
        ("Label;Weight\n1;2\n3;4\n", 2),
        ("Anna;Bob;Cyril\n0;1;0\n0;0;0\n1;0;0\n", 3),
    ],
)
def test_as_many_headings_as_rows_of_numbers_are_no_matrix(table: str, count: int) -> None:
    found = Read(table.encode())
    assert len([row for row in found.elements.values() if row["label"] != "Map"]) == count and not found.links


# ----------------------------------------------------------------------------------------------------------------- ids


@pytest.mark.parametrize(
    "table",
    ["library;city\nA;{0}1\nB;{0}1\nC;{0}2\n", "nazev;partner wikidata\nA;{0}1\nB;{0}2\nC;{0}3\n",
     "item;name\n{0}1;A\n{0}1;B\n{0}2;C\n", "key;name;country\nk1;A;{0}1\nk2;B;{0}1\nk3;C;{0}1\n"],
)  # fmt: skip
def test_an_item_of_wikidata_that_is_not_the_row_is_a_field(table: str) -> None:
    found = Read(table.format("http://www.wikidata.org/entity/Q").encode())
    assert {*found.labels} == {"A", "B", "C"}
    assert not any("wikidata" in {**row, **row.get("fields", {})} for row in found.elements.values())


def test_the_item_of_wikidata_may_stand_behind_its_country() -> None:
    entity = "http://www.wikidata.org/entity/Q"
    found = Read(f"country,item,itemLabel\n{entity}9,{entity}1,A\n{entity}9,{entity}2,B\n".encode())
    assert found.named("A")["fields"]["wikidata"] == "Q1" and found.named("A")["fields"]["country"] == f"{entity}9"


@pytest.mark.parametrize(
    ("table", "field"),
    [("school_id;club name\n1;A\n2;B\n", "school_id"), ("organization_id,name,email\n1,A,a@b.cz\n2,B,c@d.cz\n", "organization_id")],
)  # fmt: skip
def test_an_id_of_something_else_is_a_field(table: str, field: str) -> None:
    found = Read(table.encode())
    assert [found.named(name)["fields"][field] for name in "AB"] == ["1", "2"]
    assert not any(row["id"] in ("mapa-1", "mapa-2") for row in found.elements.values())


@pytest.mark.parametrize(
    ("table", "names"),
    [
        (
            "person_id,organization_id,first_name,last_name,email\n1,1,Jana,Nová,a@b.cz\n2,1,Eva,Malá,c@d.cz\n",
            "Jana Nová|Eva Malá",
        ),
        ("person_id;prijmeni;krestni jmeno;organization_id\n1;Nová;Jana;1\n2;Malá;Eva;1\n", "Jana Nová|Eva Malá"),
        ("library_id,organization_id,library_name,city\n1,1,Dub,Zlín\n2,1,Buk,Zlín\n", "Dub|Buk"),
        ("event_id;place_id;topic;date\n1;5;Dub;2024-01-01\n2;5;Buk;2024-02-01\n", "Dub|Buk"),
        ("isbn;author_id;group_id;nazev knihy\n1;1;2;Dub\n2;1;2;Buk\n", "Dub|Buk"),
        ("user_id;group_id;email\nDub;1;a@b.cz\nBuk;1;c@d.cz\n", "Dub|Buk"),
    ],
)
def test_a_list_of_things_with_two_ids_is_one_of_things(table: str, names: str) -> None:
    found = Read(table.encode())
    assert not found.links and {*found.labels} == {*names.split("|")}


@pytest.mark.parametrize(
    "content",
    [
        [{"id": 1, "firstName": "Jan", "lastName": "Novák", "organization_id": 3, "department_id": 4}],
        {"nodes": [{"id": "a", "group_id": "1", "city_id": "4"}]},
        [{"id": 1, "group_id": "1", "person_id": "4"}],
    ],
)
def test_an_entry_with_an_id_of_its_own_is_an_element(content: Any) -> None:
    found = of_json(content)
    assert not found.links and len(found.labels) == 1


@pytest.mark.parametrize(
    ("headings", "cells", "pair"),
    [
        ("event_id;organization_id;person_id", "e;o;p", ("p", "o")),
        ("person_id;place_id;organization_id;role", "p;m;o;x", ("p", "o")),
        ("contact_id;person_id;organization_id", "c;p;o", ("p", "o")),
        ("event_id;person_id", "e;p", ("p", "e")),
    ],
)
def test_of_three_ids_a_person_and_an_organization_are_the_ends(
    headings: str, cells: str, pair: tuple[str, str]
) -> None:
    assert ends(Read(f"{headings}\n{cells}\n".encode())) == [pair]
    if ";place_id" not in headings:
        assert ends(of_json([dict(zip(headings.split(";"), cells.split(";"), strict=True))])) == [pair]


def test_two_people_are_no_ends() -> None:
    assert not Read(b"person_id;contact_id\n1;2\n2;3\n").links


# --------------------------------------------------------------------------------------------------------- whose ids


def test_ids_of_two_tables_that_count_from_one_are_told_by_the_headings_of_these() -> None:
    found = zipped(
        persons="person_id;name\n1;Jana\n2;Petr\n",
        orgs="organization_id;name\n1;Alfa\n2;Beta\n",
        m="person_id;organization_id\n1;2\n2;1\n2;2\n",
    )
    assert ends(found) == [("Jana", "Beta"), ("Petr", "Alfa"), ("Petr", "Beta")]


def test_ids_of_two_kinds_of_organizations_are_told_by_their_kind() -> None:
    found = zipped(
        schools="id,name,city\n1,Škola A,Dub\n2,Škola B,Dub\n",
        museums="id,name,city\n1,Muzeum A,Dub\n2,Muzeum B,Dub\n",
        links="school_id,museum_id\n1,1\n2,2\n2,1\n",
    )
    assert ends(found) == [("Muzeum A", "Škola B"), ("Škola A", "Muzeum A"), ("Škola B", "Muzeum B")]
    assert [link["drawn"].get("backward") for link in found.links if "drawn" in link] == [True]


def test_the_id_of_nobody_is_not_that_of_an_organization() -> None:
    found = of_json(
        {
            "persons": [{"id": "1", "name": "Jana"}],
            "organizations": [{"id": "5", "name": "Lípa"}],
            "memberships": [{"person_id": "5", "organization_id": "5"}, {"person_id": "1", "organization_id": "5"}],
        }
    )
    assert ends(found) == [("5 (Person)", "Lípa"), ("Jana", "Lípa")]
    assert any("'5 (Person)' is described nowhere" in notice for notice in found.notices)


# ---------------------------------------------------------------------------------------------------------------- JSON


@pytest.mark.parametrize("beside", [{"A": ["B"], "B": ["A"]}, {"x": {"y": 1}, "y": {"x": 2}}])
def test_neighbours_beside_records_hide_none(beside: Any) -> None:
    found = of_json({"libraries": [{"name": "A", "city": "x"}, {"name": "B", "city": "y"}], "beside": beside})
    assert found.labels == {"A": "Library", "B": "Library"} and not found.links
    assert found.map["fields"]["beside"] == beside


def test_a_point_leaves_the_address_of_an_entry() -> None:
    point = {"type": "Point", "coordinates": [14.5, 50.0]}
    fields = of_json([{"name": "A", "location": "Dlouhá 3", "geometry": point}]).named("A")["fields"]
    assert fields == {"address": "Dlouhá 3", "location": {"latitude": 50.0, "longitude": 14.5}}
    both = of_json([{"name": "A", "location": "Dlouhá 3", "address": "Krátká 1", "geometry": point}]).named("A")
    assert both["fields"] == {"address": "Krátká 1", "location": "Dlouhá 3", "geometry": point}


# -------------------------------------------------------------------------------------------------------------- headings


@pytest.mark.parametrize(
    "table",
    [
        "Středisko;Vedení;Kapacita\nStředisko;Jana;120\nA;Petr;80\nB;Jana;33\n",
        "Útvar;Vedení;Strana\nA;J;x\nB;K;y\nÚtvar;Vedení;2\nC;L;z\n",
        "Útvar;Kapacita;Barva\nA;1;m\nB;2;c\nÚtvar;Kapacita celkem;\n",
    ],
)
def test_headings_of_which_one_comes_again_stay_headings(table: str) -> None:
    found = Read(table.encode())
    second = table.split("\n", maxsplit=1)[0].split(";")[1]
    assert {"A", "B"} <= found.labels.keys()
    assert second in found.named("B")["fields"]
    assert not any("no row has headings" in notice for notice in found.notices)


def test_narrow_headings_above_wider_rows_stay_headings() -> None:
    found = Read("Zkratka;Poznámka\nAlfa;malá;modrá;nová\nBeta;velká;rudá;stará\nGama;malá;bílá;nová\n".encode())
    assert {*found.labels} == {"Alfa", "Beta", "Gama"}
    alone = Read("Zkratka;Poznámka\nAlfa;malá;modrá;nová\nBeta;velká;rudá;stará\n".encode())
    assert {*alone.labels} == {"Alfa", "Beta"}


@pytest.mark.parametrize("headings", ["Klid;Covid", "Madrid;Turkey"])
def test_words_that_end_as_id_and_key_do_are_no_keys(headings: str) -> None:
    assert not Read(f"{headings}\na;b\na;c\nb;b\nb;c\nd;b\n".encode()).links


@pytest.mark.parametrize("headings", ["Let č.;Kapitán", "Var 1;Var 2", "Seznam = [knihovny];x", "export default;x"])
def test_headings_like_words_of_javascript_are_headings(headings: str) -> None:
    assert Read(f"{headings}\nA;b\nC;d\n".encode()).labels.keys() >= {"A", "C"}


def test_a_bar_in_a_list_of_one_column_is_a_character() -> None:
    assert {*Read("Název\nKnihovna A|pobočka\nKnihovna B\n".encode()).labels} == {"Knihovna A|pobočka", "Knihovna B"}


def test_a_lone_name_among_neighbours_makes_nobody_missed() -> None:
    found = Read(b"A;B\nB;A\nC;A\nD\n")
    assert {*found.labels} == {"A", "B", "C", "D"}
    assert not any("described nowhere" in notice for notice in found.notices)


# ---------------------------------------------------------------------------------------------------------- other files


def test_one_region_among_libraries_leaves_these_libraries() -> None:
    ring = [[14.0, 50.0], [14.5, 50.0], [14.5, 50.3], [14.0, 50.0]]
    shapes: list[tuple[str, str, Any]] = [(name, "Point", [14.5, 50.0]) for name in "ABC"] + [("D", "Polygon", [ring])]
    features = [
        {"type": "Feature", "properties": {"name": name, "obec": "x"}, "geometry": {"type": kind, "coordinates": at}}
        for name, kind, at in shapes
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    found = Read(content, options={"name": ["knihovny"]})
    assert found.labels == {"A": "Library", "B": "Library", "C": "Library", "D": "Item"}


@pytest.mark.parametrize(
    "before", ['Creator "Mark" on Sat\nVersion 1\n', 'Creator "a\nb" ', "Version 1\n# x\n", 'Creator "M" Version 1 ']
)
def test_who_made_a_gml_may_be_told_in_any_words(before: str) -> None:
    found = Read(
        f'{before}graph [ node [ id 1 label "A" ] node [ id 2 label "B" ] edge [ source 1 target 2 ] ]'.encode()
    )
    assert found.format.name == "gml" and ends(found) == [("A", "B")]


def test_no_number_beside_a_long_one_is_no_depth() -> None:
    found = Read(b'[{"id": 1, "name": "A", "v": NaN, "w": 12345678901234567890123}]')
    assert not found.problems
    assert found.named("A")["fields"] == {"v": "NaN", "w": "12345678901234567890123"}
