"""The seed as it ships: valid, complete, connected."""

import csv
from collections import Counter
from functools import cache
from typing import Any

import pytest

from graph.errors import Problem
from graph.rows import Notice, Row
from graph.schema import SCHEMA
from graph.sources import czech_founders, seed
from graph.validation import Connection, Element, Validator
from graph.values.texts import fold

_ACTIVITIES = {
    1: "biblioterapeuticke-ctvrtky", 2: "znakovy-jazyk-pro-knihovniky", 3: "mesto-v-me-pameti",
    4: "putovani-s-broucky", 5: "mlsne-vecernicky",
    6: "virtualni-univerzita-3-veku-roznov trenovani-pameti-roznov mobilni-technika-pro-seniory-roznov "
       "robohrani-roznov sici-dilny-roznov lekce-cteni-a-medialni-vychovy-roznov",
    7: "vystava-kontrasty", 8: "o-poklad-stryca-jurasa", 9: "komunitni-planovani-vsetin", 10: "zapomenute-valassko",
    11: "hra-zanikle-hospody", 12: "seniori-v-komunitni-knihovne seniori-vitani", 13: "coderdojo-vsetin",
    14: "pocitacove-kurzy-vsetin motivacni-kurzy-vsetin", 15: "zvukova-knihovna-vsetin internet-pro-nevidome-vsetin",
    16: "k-klub-vsetin comics-club-u-mouchy-cc family-point-vsetin", 17: "spoluprace-s-nizkoprahovymi-kluby",
    18: "dok16 atelier-mkp suteren-mkp zazit-mesto-jinak-v-mkp",
    19: "jeden-svet-trinec psani-dopisu-trinec dobrovolnicke-centrum-trinec verejne-sbirky-trinec",
    20: "kreativni-laborator-tisnov",
    21: "lekoteka-hradec-kralove zvukova-knihovna-hradec-kralove pohadkoterapie-hradec-kralove 3d-tisk-hradec-kralove",
    22: "grenoteka-moravska-trebova", 23: "seminkovna-tachov zeleny-bazar-tachov", 24: "zahrada-pribehu",
    25: "odevni-swap-tabor tyden17-tabor", 26: "ferova-snidane-prostejov", 27: "ekoporadna-strakonice",
    28: "tyden-pro-klima-cheb", 29: "chutne-pribehy-mikulov", 30: "odpoledni-programy-litvinov",
    31: "obyvak-vesnice-statenice swap-statenice volte-zvirata-statenice",
    32: "knihovna-detem-litobratrice litobratricka-mrnata scitani-ptaku-litobratrice",
    33: "knihovnicka-v-nemocnici-pelhrimov", 34: "cteni-pro-seniory-stare-mesto",
    35: "prehlidka-socialnich-sluzeb-karvina", 36: "sumava-litera-plzen library-next-door",
    37: "podpora-lidi-z-ukrajiny-brno roboticke-krouzky-brno", 38: "novi-sousede-z-ukrajiny-vyskov",
    39: "jeden-svet-pro-skoly-decin tyden-trenovani-pameti-decin", 40: "ctenari-s-jinym-materskym-jazykem",
    41: "misto-setkavani-velke-karlovice", 42: "donaska-knih-mricna",
}  # fmt: skip
"""The 42 rows of the collected activities; one that names several became several."""


@cache
def _rows() -> tuple[Row | Notice | Problem, ...]:
    return tuple(seed.read())


@cache
def _checked() -> tuple[dict[str, Element], list[Connection]]:
    validator = Validator(SCHEMA)
    results = [validator.check(row) for row in _rows() if isinstance(row, Row)]
    assert [result for result in results if isinstance(result, list)] == []
    elements = [result for result in results if isinstance(result, Element)]
    assert len({element.id for element in elements}) == len(elements)
    return {e.id: e for e in elements}, [result for result in results if isinstance(result, Connection)]


def _of(label: str) -> list[Element]:
    return [element for element in _checked()[0].values() if element.type.label == label]


@cache
def _ends() -> dict[tuple[str, str], set[str]]:
    ends: dict[tuple[str, str], set[str]] = {}
    for connection in _checked()[1]:
        ends.setdefault((connection.start, connection.type.type), set()).add(connection.end)
    return ends


def _from(start: str, link: str) -> set[str]:
    return _ends().get((start, link), set())


def test_every_row_is_valid_and_there_is_no_problem() -> None:
    assert [row for row in _rows() if isinstance(row, Problem)] == []
    assert _checked()


def test_elements_come_before_connections() -> None:
    kinds = ["link" in row.data for row in _rows() if isinstance(row, Row)]
    assert kinds == sorted(kinds)


def test_connections_lead_from_and_to_what_the_schema_allows() -> None:
    elements, connections = _checked()
    for connection in connections:
        start, end = elements[connection.start].type, elements[connection.end].type
        assert any(start in ends.sources and end in ends.targets for ends in connection.type.ends), connection
        assert connection.start != connection.end


def test_no_connection_stands_twice() -> None:
    counts = Counter((c.type.type, c.start, c.end) for c in _checked()[1])
    assert [key for key, count in counts.items() if count > 1] == []


def test_unique_properties_are_unique() -> None:
    counts: Counter[tuple[str, Any]] = Counter()
    for element in _checked()[0].values():
        unique = [p.name for p in SCHEMA.properties_of(element.type) if p.unique]
        counts.update((name, element.properties[name]) for name in unique if name in element.properties)
    assert [key for key, count in counts.items() if count > 1] == []


def test_every_row_of_the_register_is_one_library() -> None:
    with (seed.FOLDER / "cz_libraries.csv").open(encoding="utf-8", newline="") as file:
        numbers = {row["reg_no"] for row in csv.DictReader(file)}
    libraries = _of("Library")
    assert {library.properties["registrationNumber"] for library in libraries} == numbers
    assert len(libraries) == 6716
    assert sum(1 for library in libraries if not library.properties.get("closed")) == 6052
    assert sum(1 for library in libraries if "sigla" in library.properties) == 1598


def test_every_library_has_a_place_and_an_operator_or_is_its_own_body() -> None:
    connections = _checked()[1]
    placed = {c.start for c in connections if c.type.type == "LOCATED_IN"}
    operated = {c.start for c in connections if c.type.type == "OPERATED_BY"}
    for library in _of("Library"):
        assert library.id in placed
        assert library.id in operated or "ico" in library.properties


def test_every_region_is_an_organisation_and_founds_its_library() -> None:
    regions = {o.id for o in _of("Organization") if o.properties.get("kind") == "region" and "ico" in o.properties}
    assert len(regions) == 14
    libraries = [x for x in _of("Library") if x.properties.get("libraryKind") == "regional"]
    founders = {library.id: _from(library.id, "FOUNDED_BY") for library in libraries}
    assert len(founders) == 13
    assert all(len(found) == 1 and found <= {*regions, "ministerstvo-kultury-cr"} for found in founders.values())


def test_founders_tell_whether_they_are_known() -> None:
    for connection in _checked()[1]:
        if connection.type.type == "FOUNDED_BY":
            assert connection.properties.get("sources")
            inferred = connection.properties["sources"] == [czech_founders.BY_SEAT]
            assert inferred == (connection.properties.get("status") == "proposed")


def test_maps_of_the_workshops_lead_to_kumu_and_show_what_is_known() -> None:
    maps = {m.id: m.properties for m in _of("Map")}
    assert {*maps} == {"mapa-celostatni", "mapa-kromeriz", "mapa-roznov", "mapa-vsetin"}
    for id, properties in maps.items():
        assert str(properties["url"]).startswith("https://kumu.io/") and properties["mappedBy"]
        assert _from(id, "SHOWS")
    assert {"cz-library-900", "biblioterapeuticke-ctvrtky", "dusevni-zdravi"} <= _from("mapa-kromeriz", "SHOWS")


def test_the_strategy_of_libraries_is_a_framework_beside_the_goals() -> None:
    parts = {t.id for t in _of("Topic") if t.properties["scheme"] == "koncepce" and "notation" in t.properties}
    assert len(parts) == 5
    matched = {c.end for c in _checked()[1] if c.type.type == "MATCHES"}
    assert parts - {"koncepce-c"} <= matched


@pytest.mark.parametrize(
    "id",
    ["bezdomovectvi", "dluhy", "hudba", "umela-inteligence", "mezi-generacemi", "demence", "umirani-a-hospic", "autismus",
     "poruchy-uceni", "rodokmeny", "kroniky", "vezenstvi", "obcanska-veda", "regionalni-funkce", "group-samozivitele",
     "group-lide-bez-domova", "group-vezni", "role-infocentrum", "noc-s-andersenem", "cele-cesko-cte-detem",
     "tyden-knihoven", "kniha-pro-prvnacka"],
)  # fmt: skip
def test_what_librarians_look_for_is_in_the_vocabulary(id: str) -> None:
    assert id in _checked()[0]


SCHOOLS = ("school", "kindergarten", "artSchool", "leisureCentre", "schoolFacility")


def test_two_libraries_in_three_have_a_school_in_their_municipality() -> None:
    connections = _checked()[1]
    schools = {o.id for o in _of("Organization") if o.properties.get("kind") in SCHOOLS}
    places = {c.end for c in connections if c.type.type == "LOCATED_IN" and c.start in schools}
    libraries = [x for x in _of("Library") if not x.properties.get("closed")]
    assert len(schools) > 9000
    assert sum(1 for x in libraries if _from(x.id, "LOCATED_IN") & places) > len(libraries) * 2 / 3


def test_nearly_every_public_school_has_its_founder() -> None:
    public = [o for o in _of("Organization") if "MŠMT, breakdown" in str(o.properties.get("sources"))]
    public = [o for o in public if o.properties.get("kind") in SCHOOLS]
    assert sum(1 for o in public if _from(o.id, "FOUNDED_BY")) > 0.95 * len(public)


def test_allies_are_matched_with_whom_the_register_has() -> None:
    counts = Counter(
        (fold(str(o.properties["name"])), *_from(o.id, "LOCATED_IN"))
        for o in _of("Organization")
        if o.properties.get("kind") == "municipality" and "ico" in o.properties
    )
    twice = {key for key, count in counts.items() if count > 1}
    assert ("mesto kromeriz", "cz-588296") in counts
    assert len(twice) < 6, twice  # municipalities that the register of libraries itself gives two numbers


def test_places_know_how_many_live_there() -> None:
    elements = _checked()[0]
    assert elements["cz-588296"].properties["population"] == 28_089
    assert elements["cz"].properties["population"] == 10_900_555
    assert elements["cz"].properties["averageAge"] == 42.8  # as the municipalities' figures, rounded, make it
    counted = sum("population" in place.properties for place in _of("Place"))
    assert counted > 0.99 * len(_of("Place"))


def test_one_region_has_its_social_services_and_houses_of_culture() -> None:
    elements, connections = _checked()
    services = [a for a in _of("Activity") if a.id.startswith("khk-pss")]
    assert len(services) == 453
    run = {c.end for c in connections if c.type.type == "RUNS"}
    assert all(service.id in run and _from(service.id, "ABOUT") for service in services)
    houses = {c.start for c in connections if c.type.type == "OFFERS" and c.end == "resource-space"}
    assert len(houses) > 50
    operated = [c for c in connections if c.type.type == "OPERATED_BY" and c.start.startswith("khk-")]
    assert operated and all("ico" not in elements[c.start].properties for c in operated)


def test_statenices_activities_are_not_those_of_hyskov() -> None:
    assert "obyvak-vesnice-statenice" in _from("cz-library-2357", "RUNS")
    assert not _from("cz-library-2356", "RUNS")


def test_the_seed_of_the_tests_is_part_of_the_whole() -> None:
    whole = {str(row.data["id"]) for row in _rows() if isinstance(row, Row) and "id" in row.data}
    rows = [row.data for row in seed.read(allies=False) if isinstance(row, Row)]
    part = {str(data["id"]) for data in rows if "id" in data}
    assert part < whole
    assert {str(data[end]) for data in rows if "link" in data for end in ("from", "to")} <= part


def test_support_that_ended_says_so() -> None:
    grants = {(c.start, c.end): c.properties for c in _checked()[1] if c.type.type == "PARTNERS_WITH"}
    assert grants[("cz-library-1393", "postovni-sporitelna")]["until"] == "2010"


@pytest.mark.parametrize(
    ("number", "ico"), [("900", "00091120"), ("25", "00064467"), ("1795", "00851817"), ("877", "00101494")]
)
def test_known_libraries_are_their_own_bodies(number: str, ico: str) -> None:
    assert _checked()[0][f"cz-library-{number}"].properties["ico"] == ico


def test_places_nest_up_to_the_country() -> None:
    levels = Counter(place.properties["level"] for place in _of("Place"))
    assert levels == {"municipality": 6259, "district": 77, "region": 14, "country": 1}
    place, above = "cz-588296", []
    while found := _from(place, "PART_OF"):
        (place,) = found
        above.append(place)
    assert above == ["cz0721", "cz072", "cz"]
    assert _checked()[0]["cz-554804"].properties["name"] == "Ústí nad Labem"


@pytest.mark.parametrize("row", _ACTIVITIES)
def test_every_collected_activity_is_there_with_all_that_is_known(row: int) -> None:
    elements, connections = _checked()
    for id in _ACTIVITIES[row].split():
        assert elements[id].properties["sources"]
        assert _from(id, "ABOUT") and _from(id, "FOR")
        assert id == "seniori-vitani" or _from(id, "FULFILS")
        assert any(c.end == id and c.type.type == "RUNS" for c in connections)


def test_the_vocabulary_is_complete() -> None:
    topics = _of("Topic")
    schemes = Counter(topic.properties["scheme"] for topic in topics)
    assert (schemes["sdg"], schemes["keyCompetence"]) == (17, 8)
    matched = {c.start for c in _checked()[1] if c.type.type == "MATCHES"}
    assert {t.id for t in topics if t.properties["scheme"] == "spojenci"} == matched
    terms = [*topics, *_of("Role"), *_of("TargetGroup"), *_of("Resource")]
    assert all(term.properties["nameEn"] for term in terms)
    names = Counter((term.type.label, str(term.properties["name"]).casefold()) for term in terms)
    assert [name for name, count in names.items() if count > 1] == []


def test_contributions_name_resources() -> None:
    resources = {resource.id for resource in _of("Resource")}
    contributed = [c.properties.get("contributes") for c in _checked()[1]]
    given = {item for listed in contributed if isinstance(listed, list) for item in listed}
    assert given and given <= resources


def test_no_ally_activity_or_place_stands_alone() -> None:
    ends = {end for c in _checked()[1] for end in (c.start, c.end)}
    allies = (*_of("Organization"), *_of("Community"), *_of("Activity"), *_of("Place"))
    assert [ally.id for ally in allies if ally.id not in ends] == []


def test_notices_name_file_and_row() -> None:
    places = [row.place for row in _rows() if isinstance(row, Notice)]
    assert places and all(place.startswith("cz_libraries.csv, row ") for place in places)
