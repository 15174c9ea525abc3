"""The national registers, read from small made-up files of the columns that they have."""

import io
import json
from typing import Any

import pytest

from graph.errors import Problem
from graph.formats import registry
from graph.formats.format import Options
from graph.rows import Notice, Row
from graph.sources.registers import READABLE

_SCHOOLS: dict[str, Any] = {
    "@context": "http://msmt.cz/",
    "list": [
        {
            "ico": "61385387",
            "uplnyNazev": "Obchodní akademie, Praha 10",
            "adresa": {"obec": "Praha", "okres": "CZ010A"},
            "reditel": {"nazevOsoby": "Made Up"},
            "zrizovatele": [
                {"druhOsoby": "PO", "nazevOsoby": "Hlavní město Praha", "ico": "00064581"},
                {"druhOsoby": "FO", "nazevOsoby": "Made Up"},
            ],
            "skolyAZarizeni": [{"uplnyNazev": "Střední škola"}, {"uplnyNazev": "Školní klub"}],
        },
        {"ico": "12345678", "uplnyNazev": "Bez čísla", "skolyAZarizeni": []},
    ],
}
_SERVICES: dict[str, Any] = {
    "polozky": [
        {
            "id": "ABC/1",
            "druhSocialniSluzby": {"id": "DruhSocialniSluzby/13"},
            "poskytovatel": {"ico": "00567914", "nazev": "Charita Kroměříž"},
            "zarizeni": [{"nazev": "Domov", "adresa": {"obec": {"id": "Obec/588296"}}}],
        },
        {
            "id": "2",
            "druhSocialniSluzby": {"id": "DruhSocialniSluzby/2"},
            "poskytovatel": {"ico": "00567914", "nazev": "Charita Kroměříž"},
            "datumPoskytovaniDo": "2015-01-01",
        },
    ]
}
_HEALTH = """ZZ_ID,ZZ_nazev,ZZ_druh_nazev,ZZ_obec,ZZ_okres_kod,poskytovatel_ICO,poskytovatel_nazev
1,Nemocnice,Psychiatrická nemocnice,Kroměříž,CZ0721,00567914,Psychiatrická nemocnice v Kroměříži
2,Ordinace,Samostatná ordinace praktického lékaře,Kroměříž,CZ0721,00567914,Made Up
"""


def _rows(content: str) -> tuple[str, list[dict[str, Any]], list[str]]:
    stream = io.BytesIO(content.encode())
    format = registry.recognised(stream, READABLE)
    items = list(format.read(stream, Options()))
    rows = [item.data for item in items if isinstance(item, Row)]
    return format.name, rows, [item.message for item in items if isinstance(item, Notice)]


def _links(rows: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {(row["from"], row["link"], row["to"]) for row in rows if "link" in row}


def test_schools_with_founder_place_and_whom_they_serve() -> None:
    name, rows, notices = _rows(json.dumps(_SCHOOLS))
    assert name == "rssz"
    assert _links(rows) == {
        ("ico-61385387", "LOCATED_IN", "cz-554782"),
        ("ico-61385387", "FOUNDED_BY", "ico-00064581"),
        ("ico-61385387", "SERVES", "group-studenti"),
        ("ico-61385387", "WORKS_ON", "volny-cas-deti"),
    }
    assert notices == ["Bez čísla has no valid IČO (12345678); left out"]
    assert "Made Up" not in json.dumps(rows)


def test_social_services_that_go_on_with_what_their_kind_means() -> None:
    name, rows, _ = _rows(json.dumps(_SERVICES))
    assert name == "rpss"
    [service] = [row for row in rows if row.get("label") == "Activity"]
    assert service["name"] == "Domov (domovy pro seniory)"
    assert {
        ("ico-00567914", "RUNS", "rpss-abc-1"),
        ("rpss-abc-1", "LOCATED_IN", "cz-588296"),
        ("rpss-abc-1", "FOR", "group-seniori"),
        ("ico-00567914", "SERVES", "group-seniori"),
    } <= _links(rows)


def test_hospitals_but_no_surgeries() -> None:
    name, rows, _ = _rows(_HEALTH)
    assert name == "nrpzs"
    assert _links(rows) == {
        ("ico-00567914", "LOCATED_IN", "cz-588296"),
        ("ico-00567914", "SERVES", "group-pacienti"),
        ("ico-00567914", "WORKS_ON", "dusevni-zdravi"),
    }


def test_a_library_with_the_number_is_that_body() -> None:
    item = {**_SERVICES["polozky"][0], "poskytovatel": {"ico": "00091120", "nazev": "Knihovna Kroměřížska"}}
    _, rows, _ = _rows(json.dumps({"polozky": [item]}))
    assert ("cz-library-900", "RUNS", "rpss-abc-1") in _links(rows)
    assert [row["id"] for row in rows if row.get("label") == "Organization"] == []


@pytest.mark.parametrize("content", ['{"skolyAZarizeni": 1}', '{"druhSocialniSluzby": 1}'])
def test_a_file_of_another_shape_is_a_problem(content: str) -> None:
    assert _rows(content)[1] == []


@pytest.mark.parametrize(
    ("register", "content", "problems"),
    [
        (
            "rssz",
            {
                "list": [
                    "x",
                    {"skolyAZarizeni": 1},
                    {"adresa": "x", "ico": "61385387"},
                    {"zrizovatele": [5]},
                    {"ico": []},
                ]
            },
            [f"list, item {number}" for number in range(1, 6)],
        ),
        ("rssz", {"list": None}, ["file"]),
        ("rssz", [], ["file"]),
        (
            "rpss",
            {
                "polozky": [
                    "x",
                    {"datumPoskytovaniDo": 5},
                    {"poskytovatel": []},
                    {"zarizeni": ["x"]},
                    {"zarizeni": [{"adresa": 1}]},
                ]
            },
            [f"polozky, item {number}" for number in range(1, 6)],
        ),
        ("rpss", {"polozky": {}}, ["file"]),
    ],
)
def test_items_of_other_shapes_are_told_by_their_places(register: str, content: Any, problems: list[str]) -> None:
    format = next(each for each in READABLE if each.name == register)
    items = list(format.read(io.BytesIO(json.dumps(content).encode()), Options()))
    assert [item.place for item in items if isinstance(item, Problem)] == problems
