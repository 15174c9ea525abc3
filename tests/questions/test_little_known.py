"""What the uses say where a map knows little: whom to ask, whom to introduce, what places and libraries like it have."""

from typing import Any

import pytest

from graph.access import ANYBODY, OPERATOR, Viewer
from graph.exchange.importer import load
from graph.questions.answers import ask
from graph.questions.named import QUESTIONS
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store

Line = dict[str, Any]

pytestmark = pytest.mark.anyio


def _element(label: str, id_: str, **more: Any) -> Line:
    return {"label": label, "id": id_, "name": id_.upper(), **more}


def _link(type_: str, source: str, target: str, **more: Any) -> Line:
    return {"link": type_, "from": source, "to": target, **more}


def _town(id_: str, longitude: float) -> list[Line]:
    located = {"latitude": 50.0, "longitude": longitude}
    return [_element("Place", id_, level="municipality", location=located), _link("PART_OF", id_, "region")]


def _seated(label: str, id_: str, place: str, **more: Any) -> list[Line]:
    return [_element(label, id_, **more), _link("LOCATED_IN", id_, place)]


LINES = [
    _element("Place", "region", level="region", location={"latitude": 50.0, "longitude": 15.5}),
    *_town("own", 15.0),
    *_town("near", 15.1),
    *_town("far", 16.0),
    *(line for number in range(5) for line in _seated("Library", f"idle-{number}", "own", libraryKind="basic")),
    *_seated("Library", "busy", "near", libraryKind="basic"),
    *_seated("Library", "distant", "far", libraryKind="basic"),
    *_seated("Organization", "town-hall", "own", kind="municipality"),
    *(line for number in range(3) for line in _seated("Organization", f"school-{number}", "own", kind="school")),
    *_seated("Organization", "parish", "near", kind="church"),
    _element("Activity", "club", since="2019"),
    _element("Activity", "talk"),
    _link("RUNS", "busy", "club"),
    _link("RUNS", "distant", "talk"),
    *(_element("Topic", id_) for id_ in ("reading", "memory", "climate")),
    _link("ABOUT", "club", "reading"),
    _link("ABOUT", "talk", "memory"),
    _element("TargetGroup", "seniors"),
    _link("FOR", "talk", "seniors"),
    _element("Resource", "space"),
]
QUIET = [
    *_seated("Organization", "secret", "own", kind="church", visibility="members"),
    _element("Activity", "hush", visibility="members"),
    _link("RUNS", "idle-0", "hush"),
    _link("RUNS", "secret", "hush"),
    _link("ABOUT", "hush", "climate"),
    _link("FACES", "own", "hidden-need"),
    _element("Topic", "hidden-need", visibility="members"),
    _link("OFFERS", "secret", "space"),
    _link("SERVES", "secret", "seniors"),
    _link("RUNS", "distant", "hush"),
]


@pytest.fixture
async def graph(empty_graph: None, store: Store) -> Store:
    """A store on the lines above."""
    await _import(store, LINES)
    return store


async def _import(store: Store, lines: list[Line]) -> None:
    lines = sorted(lines, key=lambda line: "link" in line)
    await load(store, SCHEMA, [Row(f"line {number}", dict(line)) for number, line in enumerate(lines, 1)])


async def _ask(store: Store, name: str, viewer: Viewer = ANYBODY, **values: Any) -> list[dict[str, Any]]:
    return await ask(store, QUESTIONS[name], values, viewer)


async def test_a_region_shows_what_goes_on_and_counts_the_idle(graph: Store) -> None:
    [drawn] = await _ask(graph, "place_map", place="region")
    assert drawn["nodes"][0] == "region" and set(drawn["nodes"][1:5]) == {"busy", "club", "distant", "talk"}
    assert (drawn["idleLibraries"], drawn["idleAllies"], drawn["truncated"]) == (5, 5, False)
    assert not any(id_.startswith("idle") for id_ in drawn["nodes"])
    [town] = await _ask(graph, "place_map", place="own")
    assert town["nodes"] == ["own", *(f"idle-{n}" for n in range(5)), *(f"school-{n}" for n in range(3)), "town-hall"]


async def test_half_a_drawing_still_says_what_the_activities_are_about(graph: Store) -> None:
    [drawn] = await _ask(graph, "place_map", place="region", first=4)
    assert drawn["truncated"] and len(set(drawn["nodes"]) & {"memory", "reading", "seniors"}) == 0
    [drawn] = await _ask(graph, "place_map", place="region", first=6)
    assert set(drawn["nodes"]) & {"memory", "reading", "seniors"}


async def test_what_was_refused_is_not_drawn(graph: Store) -> None:
    await _import(graph, [_link("TAKES_PART_IN", "parish", "club", status="rejected")])
    [drawn] = await _ask(graph, "place_map", place="near")
    assert [edge["link"] for edge in drawn["edges"] if edge["from"] == "parish"] == ["LOCATED_IN"]


async def test_gaps_say_who_does_it_elsewhere_and_whether_needs_were_noted(graph: Store) -> None:
    rows = {row["term"]: row for row in await _ask(graph, "gaps", place="own")}
    assert (rows["reading"]["allies"], rows["memory"]["allies"], rows["climate"]["allies"]) == (
        ["busy"],
        ["distant"],
        [],
    )
    assert 5 < rows["reading"]["kilometres"] < 10
    assert (rows["reading"]["similarServed"], rows["reading"]["similarPlaces"]) == (1, 2)
    assert {(row["needed"], row["needsNoted"]) for row in rows.values()} == {(False, False)}
    await _import(graph, [_link("FACES", "idle-1", "climate")])
    rows = {row["term"]: row for row in await _ask(graph, "gaps", place="own")}
    assert next(iter(rows)) == "climate" and rows["climate"]["needed"] and rows["memory"]["needsNoted"]


async def test_gaps_compare_with_places_of_like_size(graph: Store) -> None:
    people = "{own: 300, near: 150000, far: 700}"
    await graph.command(
        f"WITH {people} AS people UNWIND keys(people) AS id MATCH (p:Place {{id: id}}) SET p.population = people[id]"
    )
    rows = {row["term"]: row for row in await _ask(graph, "gaps", place="own")}
    assert (rows["reading"]["similarServed"], rows["memory"]["similarServed"]) == (0, 1)
    assert next(iter(rows)) in {"memory", "seniors"}


async def test_idle_libraries_have_similar_ones(graph: Store) -> None:
    rows = await _ask(graph, "similar_libraries", to="idle-0")
    assert [(row["library"], row["idle"], row["activities"]) for row in rows] == [
        ("busy", True, ["club"]),
        ("distant", True, ["talk"]),
    ]
    assert 5 < rows[0]["kilometres"] < 10 and all(0 <= row["score"] <= 1 for row in rows)
    assert await _ask(graph, "similar_libraries", to="busy") == []  # nobody else does what it does


async def test_worlds_that_nobody_connects_have_a_pair_to_introduce(graph: Store) -> None:
    [row] = await _ask(graph, "connectors", one="reading", other="memory")
    assert (row["ally"], row["introduce"], row["share"]) == ("busy", "distant", 0.0)
    assert (row["throughOne"], row["throughOther"]) == (["club"], ["talk"])
    await _import(graph, [_link("TAKES_PART_IN", "parish", id_) for id_ in ("club", "talk")])
    [row] = await _ask(graph, "connectors", one="reading", other="memory")
    assert (row["ally"], row["introduce"], row["throughOne"]) == ("parish", None, ["club"])


async def test_who_works_together_is_not_introduced(graph: Store) -> None:
    joint = [_element("Activity", "joint"), _link("RUNS", "distant", "joint"), _link("TAKES_PART_IN", "busy", "joint")]
    for lines in (joint, [_link("OPERATED_BY", "busy", "distant")]):
        await _import(graph, [_link("TAKES_PART_IN", "parish", "club"), *lines])
        [row] = await _ask(graph, "connectors", one="reading", other="memory")
        assert (row["ally"], row["introduce"]) == ("parish", "distant")
        await graph.command("MATCH (a:Activity {id: 'joint'}) DETACH DELETE a")


async def test_gaps_count_what_is_narrower(graph: Store) -> None:
    tree = [_element("Topic", "culture"), _element("Topic", "poems")]
    tree += [_link("BROADER", "reading", "culture"), _link("BROADER", "poems", "reading")]
    tree += [
        _element("Topic", "hush", visibility="members"),
        _link("BROADER", "memory", "hush"),
        _link("BROADER", "hush", "culture"),
    ]
    await _import(graph, [*tree, _link("ABOUT", "club", "poems")])
    rows = {row["term"]: row for row in await _ask(graph, "gaps", place="own")}
    assert rows["culture"]["kilometres"] == rows["reading"]["kilometres"] == rows["poems"]["kilometres"]
    assert [rows[id_]["elsewhere"] for id_ in ("culture", "reading", "poems")] == [1, 1, 1]
    assert (rows["culture"]["allies"], rows["culture"]["similarServed"]) == (["busy"], 1)


async def test_who_was_a_partner_is_referred_to_no_more(graph: Store) -> None:
    for until, referred in (("2015", []), (None, ["parish"])):
        link = _link("PARTNERS_WITH", "distant", "parish", kinds=["referral"], until=until)
        await _import(graph, [{key: value for key, value in link.items() if value}])
        [row] = await _ask(graph, "social_services", targetGroup="seniors", place="region")
        assert row["refersTo"] == referred
        await graph.command("MATCH (:Element {id: 'distant'})-[p:PARTNERS_WITH]-() DELETE p")


async def test_where_nobody_is_known_to_offer_it_somebody_can_be_asked(graph: Store) -> None:
    rows = await _ask(graph, "resources_nearby", near="idle-0", resource="space")
    assert [(row["ally"], row["recorded"]) for row in rows] == [
        (id_, False) for id_ in ("town-hall", "school-0", "school-1", "parish")
    ]
    await _import(graph, [_link("OFFERS", "parish", "space", note="Sál")])
    [row] = await _ask(graph, "resources_nearby", near="idle-0", resource="space")
    assert (row["ally"], row["note"], row["recorded"]) == ("parish", "Sál", True)
    rows = await _ask(graph, "resources_nearby", near="idle-0", resource="space", km=2)
    assert [row["ally"] for row in rows] == ["town-hall", "school-0", "school-1"]


async def test_where_nobody_is_known_to_serve_a_group_somebody_can_be_asked(graph: Store) -> None:
    rows = await _ask(graph, "social_services", targetGroup="seniors", place="own")
    assert [(row["ally"], row["recorded"]) for row in rows] == [
        (id_, False) for id_ in ("town-hall", "school-0", "school-1", "school-2")
    ]
    [row] = await _ask(graph, "social_services", targetGroup="seniors", place="region")
    assert (row["ally"], row["activities"], row["recorded"]) == ("distant", ["talk"], True)


async def test_numbers_say_how_many_years_are_known(graph: Store) -> None:
    [told] = await _ask(graph, "visibility", of="region")
    assert (told["activities"], told["dated"], told["activeLibraries"]) == (2, 1, 2)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("place_map", {"place": "region"}),
        ("gaps", {"place": "own"}),
        ("similar_libraries", {"to": "idle-0"}),
        ("connectors", {"one": "reading", "other": "climate"}),
        ("resources_nearby", {"near": "idle-1", "resource": "space"}),
        ("social_services", {"targetGroup": "seniors", "place": "own"}),
        ("visibility", {"of": "own"}),
    ],
)
async def test_what_is_hidden_changes_no_answer(graph: Store, name: str, values: dict[str, Any]) -> None:
    before = await _ask(graph, name, **values)
    await _import(graph, QUIET)
    assert await _ask(graph, name, **values) == before
    assert await _ask(graph, name, OPERATOR, **values) != before
