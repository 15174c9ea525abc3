"""Rows of foreign maps find what is in the graph already, and nothing else."""

from io import BytesIO
from typing import Any

import orjson
import pytest

from graph.errors import BadInput
from graph.exchange.importer import Report, load, load_drawn
from graph.exchange.sourcing import Origin
from graph.formats.format import Options
from graph.formats.kumu import read
from graph.log.changes import changes
from graph.matching import sharing
from graph.matching.joining import Verdict
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store
from tests.graph.writing import ADMIN

pytestmark = pytest.mark.anyio

THERE: list[dict[str, Any]] = [
    {"label": "Place", "id": "cz-588296", "name": "Kroměříž", "level": "municipality"},
    {"label": "Place", "id": "cz-1", "name": "Nová Ves", "level": "municipality"},
    {"label": "Place", "id": "cz-2", "name": "Nová Ves", "level": "municipality"},
    {"label": "Library", "id": "kk", "name": "Knihovna Kroměřížska", "url": "https://www.knihkm.cz"},
    {"label": "Organization", "id": "town", "name": "Město Kroměříž", "ico": "00287351", "kind": "municipality"},
    {"label": "Organization", "id": "horizont", "name": "Horizont Kroměříž, z. s."},
    {"label": "Organization", "id": "one", "name": "Základní škola"},
    {"label": "Topic", "id": "dusevni-zdravi", "name": "Duševní zdraví", "alternateNames": ["psychické zdraví"]},
    {"label": "Activity", "id": "tea", "name": "Čaje o páté"},
    {"label": "Place", "id": "district", "name": "Kroměříž", "level": "district"},
    {"link": "LOCATED_IN", "from": "kk", "to": "cz-588296"},
    {"link": "LOCATED_IN", "from": "horizont", "to": "cz-588296"},
    {"link": "LOCATED_IN", "from": "one", "to": "cz-588296"},
    {"link": "RUNS", "from": "kk", "to": "tea"},
]  # fmt: skip


@pytest.fixture
async def there(fresh: Store) -> Store:
    await load(fresh, SCHEMA, [Row(f"line {number}", dict(data)) for number, data in enumerate(THERE)])
    return fresh


async def imported(store: Store, *elements: dict[str, Any], **drawn: Any) -> Report:
    content = orjson.dumps({"elements": list(elements), "connections": drawn.get("connections", [])})
    rows = read(BytesIO(content), Options({"name": drawn.get("name", "mapa")}, {"type": {}}))
    return await load_drawn(store, SCHEMA, rows, drawn.get("verdicts", ()), strict=False, origin=drawn.get("origin"))


async def the(store: Store, id_: str) -> dict[str, Any]:
    [[found]] = await store.read("MATCH (n:Element {id: $id}) RETURN properties(n)", {"id": id_})
    return dict(found)


def sure(report: Report) -> dict[str, str]:
    return {match.name: match.of for match in report.matches if match.sure}


async def test_what_is_there_is_joined(there: Store) -> None:
    report = await imported(
        there,
        {"label": "knihovna kroměřížska", "type": "Organizace", "description": "Spojuje."},
        {"label": "Horizont Kroměříž", "type": "Spolek", "Město": "Kroměříž"},
        {"label": "Psychické zdraví", "type": "Téma"},
        {"label": "Město Kroměříž", "type": "Organizace", "ico": "287351"},
        connections=[{"from": "Horizont Kroměříž", "to": "Psychické zdraví", "type": "věnuje se"}],
    )
    assert sure(report) == {
        "knihovna kroměřížska": "kk",
        "Horizont Kroměříž": "horizont",
        "Psychické zdraví": "dusevni-zdravi",
        "Město Kroměříž": "town",
    }
    assert report.elements.created == 1, "only the map itself"
    assert (await the(there, "kk"))["description"] == "Spojuje."
    [[number]] = await there.read(
        "MATCH (:Element {id: 'horizont'})-[c:WORKS_ON]->({id: 'dusevni-zdravi'}) RETURN count(c)"
    )
    assert number == 1


async def test_importing_again_changes_nothing(there: Store) -> None:
    drawn = {"label": "KNIHOVNA KROMĚŘÍŽSKA", "type": "Knihovna", "url": "https://elsewhere.example", "Kapacita": 40}
    first = await imported(there, drawn)
    assert any("it stays so" in notice.message for notice in first.notices)
    before = len((await changes(there, SCHEMA, ADMIN.viewer)).entries)
    again = await imported(there, drawn)
    assert (again.elements.created, again.elements.updated) == (0, 0)
    assert len((await changes(there, SCHEMA, ADMIN.viewer)).entries) == before
    assert (await the(there, "kk"))["url"] == "https://www.knihkm.cz"


@pytest.mark.parametrize(
    "drawn",
    [
        {"label": "Nová Ves", "type": "Obec"},
        {"label": "Základní škola", "type": "Škola"},
        {"label": "Čaje o páté", "type": "Akce"},
        {"label": "Duševno", "type": "Téma"},
        {"label": "Kroměříž", "type": "Téma"},
        {"label": "Knihovna Kroměřížska", "type": "Akce"},
        {"label": "Jana Nováková", "type": "Osoba"},
    ],
)
async def test_what_may_be_something_else_is_not_joined(there: Store, drawn: dict[str, Any]) -> None:
    report = await imported(there, drawn)
    assert sure(report) == {}
    assert report.elements.created == 2


async def test_an_item_is_what_has_the_same_name_alone(there: Store) -> None:
    report = await imported(
        there, {"label": "Duševní zdraví", "type": "Uzel"}, {"label": "Čaje o páté", "type": "Uzel"}
    )
    assert sure(report) == {"Duševní zdraví": "dusevni-zdravi"}


async def test_what_can_be_reached_is_no_term(there: Store) -> None:
    report = await imported(there, {"label": "Duševní zdraví", "website": "https://a.example"})
    assert sure(report) == {} and [match.of for match in report.matches] == ["dusevni-zdravi"]


async def test_an_activity_is_what_the_same_body_runs_under_its_name(there: Store) -> None:
    drawn = [{"label": "Knihovna Kroměřížska", "type": "Knihovna"}, {"label": "Čaje o páté", "type": "Akce"}]
    runs = [{"from": "Knihovna Kroměřížska", "to": "Čaje o páté", "type": "pořádá"}]
    report = await imported(there, *drawn, connections=runs)
    assert sure(report)["Čaje o páté"] == "tea"
    assert (report.elements.created, report.connections.updated) == (1, 1), "the map itself; how the map calls it"


@pytest.mark.parametrize(("type_", "id_"), [("Obec", "cz-588296"), ("Místo", "cz-588296"), ("Okres", "district")])
async def test_a_place_is_the_one_of_its_level_or_else_the_town(there: Store, type_: str, id_: str) -> None:
    assert sure(await imported(there, {"label": "Kroměříž", "type": type_})) == {"Kroměříž": id_}


@pytest.mark.parametrize("type_", ["Obec", "Místo"])
async def test_a_place_whose_name_is_declined_like_another_is_another(there: Store, type_: str) -> None:
    await load(
        there, SCHEMA, [Row("line 1", {"label": "Place", "id": "cz-3", "name": "Most", "level": "municipality"})]
    )
    assert sure(await imported(there, {"label": "Mosta", "type": type_}, {"label": "Mostu", "type": type_})) == {}
    assert sure(await imported(there, {"label": "Most", "type": type_}, name="jiná")) == {"Most": "cz-3"}


async def test_what_changes_is_told_field_by_field(there: Store) -> None:
    report = await imported(there, {"label": "Knihovna Kroměřížska", "type": "Knihovna", "popis": "Spojuje."})
    told = {record.get("id"): (record["action"], record.get("after")) for _, record in report.changed}
    action, after = told["kk"]
    assert action == "UPDATED" and after and after["description"] == "Spojuje."
    assert told["map-mapa"] == ("CREATED", {"name": "mapa"})


async def test_two_rows_are_not_one_element(there: Store) -> None:
    twins = [{"label": "Duševní zdraví", "type": "Téma"}, {"label": "psychické zdraví", "type": "Téma"}]
    report = await imported(there, *twins)
    assert len(sure(report)) == 1
    assert sorted(match.sure for match in report.matches) == [False, True]


async def test_the_code_of_another_body_is_left_out(there: Store) -> None:
    report = await imported(there, {"label": "Klub přátel", "type": "Spolek", "ico": "00287351"})
    assert report.elements.created == 2 and sure(report) == {}
    assert any("'town'" in notice.message for notice in report.notices)
    for further in ([], [{"label": "Sdružení", "type": "Spolek"}]):
        again = await imported(there, {"label": "Klub přátel", "type": "Spolek", "ico": "00287351"}, *further)
        assert (again.elements.updated, again.elements.created) == (0, len(further))
        assert any("is that of 'town' in the graph" in notice.message for notice in again.notices)


HORIZONTY = {"attributes": {"label": "Horizonty Kroměříž", "element type": "Organization"}}


async def asked_about(there: Store) -> str:
    """The row that may be an element of the graph, which a dry run asks about."""
    rows = read(
        BytesIO(orjson.dumps({"elements": [HORIZONTY], "connections": []})), Options({"name": "mapa"}, {"type": {}})
    )
    [likely] = (await load_drawn(there, SCHEMA, rows, dry_run=True)).matches
    assert (likely.of, likely.sure) == ("horizont", False)
    return likely.id


async def test_what_may_be_the_same_is_what_somebody_says(there: Store) -> None:
    row = await asked_about(there)
    report = await imported(there, HORIZONTY, verdicts=[Verdict(row, "horizont", same=True)])
    assert sure(report) == {"Horizonty Kroměříž": "horizont"}
    assert (await the(there, "horizont"))["alternateNames"] == ["Horizonty Kroměříž"]
    again = await imported(there, HORIZONTY)
    assert sure(again) == {"Horizonty Kroměříž": "horizont"}, "nobody is asked twice"


async def test_what_is_said_to_be_another_one_is_written_down(there: Store) -> None:
    row = await asked_about(there)
    report = await imported(there, HORIZONTY, verdicts=[Verdict(row, "horizont", same=False)])
    assert report.matches == []
    apart = "MATCH (:Element {id: $row})-[r:SAME_AS]-(:Element {id: 'horizont'}) RETURN r.status"
    assert await there.read(apart, {"row": row}) == [["rejected"]]
    assert not (await imported(there, HORIZONTY)).matches, "nobody is asked twice"


@pytest.mark.parametrize("of", ["horizont", "nowhere"])
async def test_a_verdict_on_nothing_is_told(there: Store, of: str) -> None:
    row = "nothing" if of == "horizont" else await asked_about(there)
    with pytest.raises(BadInput, match="there is no"):
        await imported(there, HORIZONTY, verdicts=[Verdict(row, of, same=True)])


async def test_a_synonym_joins_no_term_of_another_vocabulary_and_nothing_of_another_type(there: Store) -> None:
    rows = [
        Row("one", {"label": "Topic", "id": "x-1", "name": "Psychické zdraví", "scheme": "druhy zdrojů"}),
        Row("two", {"label": "Item", "id": "x-2", "name": "Psychické zdraví", "kind": "druh zdroje"}),
        Row("four", {"label": "Item", "id": "x-4", "name": "Psychické zdraví", "fields": {"Kód": "547859"}}),
    ]
    for row in rows:
        report = await load_drawn(there, SCHEMA, iter([row]), dry_run=True, strict=False)
        assert not sure(report) and [match.of for match in report.matches] == ["dusevni-zdravi"]
    untyped = Row("three", {"label": "Item", "id": "x-3", "name": "Psychické zdraví"})
    report = await load_drawn(there, SCHEMA, iter([untyped]), dry_run=True, strict=False)
    assert sure(report) == {"Psychické zdraví": "dusevni-zdravi"}


async def test_what_is_said_otherwise_of_what_others_say_is_a_mismatch(there: Store) -> None:
    told = {"label": "Knihovna Kroměřížska", "type": "knihovna", "website": "https://jina.example", "Kapacita": 20}
    alone = await imported(there, told)
    assert alone.differences == []
    await load(there, SCHEMA, [Row("line 1", THERE[3] | {"sources": ["register"], "fields": {"Kapacita": 30}})])
    for _ in range(2):
        found = await imported(there, told, origin=Origin("mapa.json", "1"))
        assert [
            (each.subject.touches, each.property, each.here, each.there, each.source) for each in found.differences
        ] == [
            (("kk",), "url", "https://www.knihkm.cz", "https://jina.example", "file-mapa.json"),
        ]
        [lost] = [each for each in found.notices if "Kapacita" in each.place]
        assert lost.message == "'kk' has 30, not 20; it stays so"
    assert found.sequence is None
    open_ = await there.read("MATCH (m:Internal {kind: 'Mismatch'}) RETURN m.property, m.there, m.source")
    assert open_ == [["url", '"https://jina.example"', "file-mapa.json"]]
    same = await imported(there, told | {"website": "www.knihkm.cz"}, origin=Origin("mapa.json", "2"))
    assert same.differences == []


AT_HOME: list[dict[str, Any]] = [
    {"label": "Place", "id": "cz", "name": "Česko", "code": "CZ", "level": "country"},
    {"label": "Place", "id": "cz-588296", "location": {"latitude": 49.298, "longitude": 17.393}},
    {"label": "Place", "id": "cz-5", "name": "Brno", "level": "municipality",
     "location": {"latitude": 49.195, "longitude": 16.608}},
]  # fmt: skip
SCOTTISH, NEARBY = {"latitude": 56.5, "longitude": -2.9}, {"latitude": 49.3, "longitude": 17.4}


@pytest.mark.parametrize(
    "said", [{"location": SCOTTISH}, {"location": {"latitude": 50.8, "longitude": 17.4}}, {"Country": "Scotland"}]
)
async def test_a_town_of_one_name_elsewhere_is_another_town(there: Store, said: dict[str, Any]) -> None:
    await load(there, SCHEMA, [Row(f"line {number}", dict(data)) for number, data in enumerate(AT_HOME)])
    drawn: list[dict[str, Any]] = [
        {"label": "Kroměříž", "type": "Obec", **said},
        {"label": "Knihovna Kroměřížska", "type": "Knihovna", "Town": "Kroměříž", **said},
        {"label": "Duševní zdraví", "type": "Téma"},
    ]
    assert sure(await imported(there, *drawn)) == {"Duševní zdraví": "dusevni-zdravi"}


async def test_a_town_at_its_place_or_in_its_country_is_the_one_of_the_map(there: Store) -> None:
    await load(there, SCHEMA, [Row(f"line {number}", dict(data)) for number, data in enumerate(AT_HOME)])
    drawn: list[dict[str, Any]] = [
        {"label": "Kroměříž", "type": "Obec", "location": NEARBY},
        {"label": "Knihovna Kroměřížska", "type": "Knihovna", "Town": "Kroměříž", "Country": "CZ"},
    ]
    assert sure(await imported(there, *drawn)) == {"Kroměříž": "cz-588296", "Knihovna Kroměřížska": "kk"}


async def test_where_most_rows_are_elsewhere_those_that_say_nothing_of_it_are_too(there: Store) -> None:
    await load(there, SCHEMA, [Row(f"line {number}", dict(data)) for number, data in enumerate(AT_HOME)])
    town, brno = (
        {"label": "Kroměříž", "type": "Obec"},
        {"label": "Brno", "type": "Obec", "location": AT_HOME[2]["location"]},
    )
    assert sure(await imported(there, town)) == {"Kroměříž": "cz-588296"}
    abroad = [{"label": f"Library {number}", "type": "Knihovna", "location": SCOTTISH} for number in range(2)]
    assert sure(await imported(there, town, brno, *abroad, name="jiná")) == {"Brno": "cz-5"}


async def test_the_vocabulary_that_a_term_is_from_besides_is_a_field(there: Store) -> None:
    await load(there, SCHEMA, [Row("line 1", {"label": "Topic", "id": "dusevni-zdravi", "scheme": "spojenci"})])
    told = Row("one", {"label": "Topic", "id": "x", "name": "Duševní zdraví", "scheme": "urn:jiný", "notation": "D1"})
    for _ in range(2):
        rows = iter([Row(told.place, dict(told.data))])
        report = await load_drawn(there, SCHEMA, rows, strict=False, origin=Origin("slovník.ttl", "1"))
        assert (report.differences, report.notices) == ([], [])
    found = await the(there, "dusevni-zdravi")
    assert found["scheme"] == "spojenci" and found.get("notation") is None
    assert orjson.loads(found["extra"])["fields"] == {"further scheme": "urn:jiný", "further notation": "D1"}


async def test_what_is_called_as_a_town_is_nothing_that_is_called_after_it(there: Store) -> None:
    rows = [
        Row("one", {"label": "Item", "id": "x-1", "name": "Kroměříž"}),
        Row("two", {"label": "Item", "id": "x-2", "name": "Horizont"}),
    ]
    report = await load_drawn(there, SCHEMA, iter(rows), dry_run=True, strict=False)
    assert [match.of for match in report.matches] == ["horizont"]


async def test_what_is_asked_for_matches_as_if_all_were_read(there: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    names = (
        "Knihovna Kroměřížska",
        "knihovna",
        "Město Kroměříž",
        "Horizonty",
        "Základní škola",
        "Psychické zdraví",
        "Čaje o páté",
    )
    bodies: list[dict[str, Any]] = [
        {"label": "Organization", "name": name, "fields": {"Obec": "Kroměříž"}} for name in names
    ]
    items: list[dict[str, Any]] = [{"label": "Item", "name": name} for name in (*names, "Nová Ves", "市立図書館")]
    codes: dict[str, Any] = {"label": "Organization", "name": "Radnice", "ico": "00287351"}
    told = [data | {"id": f"x-{number}"} for number, data in enumerate([*bodies, *items[:-1], codes])]

    async def matches() -> tuple[int, Any]:
        seen = len(await sharing.those_like(there, told))
        rows = [Row(str(data["id"]), data) for data in told]
        return seen, (await load_drawn(there, SCHEMA, iter(rows), dry_run=True, strict=False)).matches

    seen, asked = await matches()
    strange = await sharing.those_like(there, [items[-1]])
    monkeypatch.setattr(sharing, "MOST", -1)
    everything, read = await matches()
    assert asked == read and {match.of for match in asked} >= {"kk", "town", "one", "dusevni-zdravi"}
    assert seen <= everything == len(strange)


async def test_of_a_large_map_only_what_can_match_is_read(there: Store) -> None:
    others: list[dict[str, Any]] = [
        {"label": "Organization", "id": f"o-{n}", "name": f"Spolek {chr(97 + n) * 7}"} for n in range(20)
    ]
    await load(there, SCHEMA, [Row(str(n), data) for n, data in enumerate(others)])
    found = await sharing.those_like(there, [{"label": "Organization", "id": "x", "name": "Spolek ccccccc"}])
    assert [each.id for each in found] == ["o-2"]
