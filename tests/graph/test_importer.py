"""What an import does to a real graph, and what it refuses."""

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from graph.errors import InvalidFile, Problem
from graph.exchange import importer
from graph.exchange.importer import Counts, Report
from graph.questions.named import WRITES
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store
from graph.writing.values import new_connections

pytestmark = pytest.mark.anyio

TOWN = {"label": "Place", "id": "zlin", "name": "Zlín", "location": {"latitude": 49, "longitude": 17.5}}
LIBRARY = {"label": "Library", "id": "kkfb", "name": "Krajská knihovna", "ico": "70947422", "closed": False}
SCHOOL = {"label": "Organization", "id": "school", "name": "Škola"}
PARTNERS = {"link": "PARTNERS_WITH", "from": "kkfb", "to": "school", "kinds": ["space"]}


async def load(store: Store, *data: dict[str, Any], **options: Any) -> Report:
    return await importer.load(store, SCHEMA, rows(data), **options)


def rows(data: Iterable[dict[str, Any]]) -> list[Row | Any]:
    return [Row(f"line {number}", one) for number, one in enumerate(data, 1)]


async def refused(store: Store, *data: dict[str, Any]) -> list[Problem]:
    """The problems of an import that is refused and changes nothing."""
    before = await contents(store)
    with pytest.raises(InvalidFile) as caught:
        await load(store, *data)
    assert await contents(store) == before
    return list(caught.value.problems)


async def contents(store: Store) -> list[Any]:
    nodes = "MATCH (n:Element) WITH n ORDER BY n.id RETURN collect([labels(n), properties(n)])"
    links = (
        "MATCH (a:Element)-[c]->(b) WITH * ORDER BY a.id, b.id, type(c), c.id "
        "RETURN collect([a.id, type(c), properties(c), b.id])"
    )
    return [await store.read(nodes), await store.read(links)]


async def properties(store: Store, id_: str) -> dict[str, Any]:
    [[found]] = await store.read("MATCH (n:Element {id: $id}) RETURN properties(n)", {"id": id_})
    return dict(found)


async def test_creates_then_leaves_unchanged(fresh: Store) -> None:
    report = await load(fresh, TOWN, LIBRARY, SCHOOL, PARTNERS)
    assert (report.elements, report.connections) == (Counts(created=3), Counts(created=1))
    before = await contents(fresh)
    report = await load(fresh, TOWN, LIBRARY, SCHOOL, PARTNERS)
    assert (report.elements, report.connections) == (Counts(unchanged=3), Counts(unchanged=1))
    assert await contents(fresh) == before


async def test_empty_file(fresh: Store) -> None:
    assert await load(fresh) == Report()


async def test_a_library_is_an_organization_and_an_ally(fresh: Store) -> None:
    await load(fresh, LIBRARY)
    [[labels]] = await fresh.read("MATCH (n {id: 'kkfb'}) RETURN labels(n)")
    assert set(labels) == {"Library", "Organization", "Ally", "Element"}


async def test_given_replaces_null_clears_absent_stays(fresh: Store) -> None:
    await load(fresh, LIBRARY | {"url": "https://example.org", "description": None})
    before = await properties(fresh, "kkfb")
    report = await load(fresh, {"label": "Library", "id": "kkfb", "url": None, "closed": True})
    after = await properties(fresh, "kkfb")
    assert report.elements == Counts(updated=1)
    assert after.pop("version") == 2
    assert after.pop("updatedAt") > before["updatedAt"]
    del before["url"], before["version"], before["updatedAt"]
    assert after == before | {"closed": True}


async def test_unknown_properties_are_kept_one_by_one(fresh: Store) -> None:
    odd = {"nested": {"b": [1, None, 1.5], "a": "ž"}, "nil": None}
    report = await load(fresh, SCHOOL | odd)
    assert report.unmapped == {"nested": 1, "nil": 1}
    await load(fresh, SCHOOL | {"more": True})
    assert (await properties(fresh, "school"))["extra"] == (
        '{"more":true,"nested":{"a":"ž","b":[1,null,1.5]},"nil":null}'
    )
    assert (await load(fresh, SCHOOL | {"more": True})).elements == Counts(unchanged=1)


async def test_a_new_element_keeps_its_history_in_utc(fresh: Store) -> None:
    await load(fresh, SCHOOL | {"version": 7, "createdAt": "2020-01-02T03:04:05.000006+01:00"})
    found = await properties(fresh, "school")
    assert (found["version"], found["createdAt"].isoformat()) == (7, "2020-01-02T02:04:05.000006000+00:00")


async def test_dry_run_leaves_no_trace(fresh: Store) -> None:
    report = await load(fresh, SCHOOL, dry_run=True)
    assert report.elements == Counts(created=1)
    assert await contents(fresh) == [[[[]]], [[[]]]]


async def test_a_partnership_is_one_from_both_sides(fresh: Store) -> None:
    back = {"link": "PARTNERS_WITH", "from": "school", "to": "kkfb", "since": "2015"}
    report = await load(fresh, LIBRARY, SCHOOL, PARTNERS, back)
    assert report.connections == Counts(created=1)
    assert (await load(fresh, back | {"note": "ano"})).connections == Counts(updated=1)
    _, [[[[start, _, found, end]]]] = await contents(fresh)
    assert (start, end, found) == ("kkfb", "school", {"kinds": ["space"], "since": "2015", "note": "ano"})


async def test_parallel_connections_have_ids(fresh: Store) -> None:
    parallel = [PARTNERS, PARTNERS | {"id": "a", "note": "a"}, PARTNERS | {"id": "b", "note": "b"}]
    assert (await load(fresh, LIBRARY, SCHOOL, *parallel)).connections == Counts(created=3)
    assert (await load(fresh, *parallel)).connections == Counts(unchanged=3)
    found = await fresh.read("MATCH (:Library)-[c]-() RETURN c.parallel, c.id ORDER BY c.parallel")
    assert found == [["a", None], ["b", None], [None, None]]


@pytest.mark.parametrize(
    ("wrong", "place", "said"),
    [
        ({"label": "Shop", "id": "x", "name": "x"}, "line 2, label", "not in the model"),
        (SCHOOL | {"label": "Place"}, "line 2, label", "contradicts line 1"),
        ({"label": "Place", "id": "x"}, "line 2, name", "is missing"),
        ({"label": "Place", "name": "x"}, "line 2, id", "is missing"),
        ({"label": "Place", "id": "x", "name": None}, "line 2, name", "cannot be cleared"),
        ({"label": "Place", "id": "x", "name": "x" * 1001}, "line 2, name", "1000"),
        ({"label": "Place", "id": "x", "name": "\ud800"}, "line 2, name", "half a character"),
        ({"label": "Place", "id": "\ud800", "name": "x"}, "line 2, id", "half a character"),
        ({"label": "Place", "id": "x", "name": "x", "odd": "\ud800"}, "line 2", "cannot be kept"),
        ({"label": "Place", "id": "x", "name": "x", "version": 2**63}, "line 2, version", "whole number"),
        ({"label": "Map", "id": "x", "name": "x", "mappedBy": ["a", 1]}, "line 2, mappedBy", "list of texts"),
        (
            {"label": "Activity", "id": "x", "name": "x", "since": "2015", "until": "2013"},
            "line 2, until",
            "ends before",
        ),
        ({"label": "Activity", "id": "x", "name": "x", "since": ["2015"], "until": "2013"}, "line 2, since", "date"),
        ({"label": "Activity", "id": "x", "name": "x", "since": {"a": 1}}, "line 2, since", "date"),
        (SCHOOL | {"name": "Jiná"}, "line 2, name", "contradicts line 1"),
        ({"link": "LOCATED_IN", "from": "school", "to": "nowhere"}, "line 2, to", "no element 'nowhere'"),
        ({"link": "PARTNERS_WITH", "from": "school", "to": "school"}, "line 2, to", "itself"),
    ],
)
async def test_refuses(fresh: Store, wrong: dict[str, Any], place: str, said: str) -> None:
    [problem] = await refused(fresh, SCHOOL, wrong)
    assert problem.place == place
    assert said in problem.message


async def test_an_element_keeps_its_label(fresh: Store) -> None:
    await load(fresh, SCHOOL)
    [problem] = await refused(fresh, TOWN, SCHOOL | {"label": "Library"})
    assert (problem.place, "keeps its label" in problem.message) == ("line 2, label", True)


async def test_refuses_ends_that_do_not_fit(fresh: Store) -> None:
    [problem] = await refused(fresh, SCHOOL, TOWN, {"link": "RUNS", "from": "school", "to": "zlin"})
    assert "RUNS cannot lead from Organization to Place" in problem.message


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**63, True])
async def test_refuses_what_is_no_number(fresh: Store, value: Any) -> None:
    shown = {"link": "SHOWS", "from": "m", "to": "school", "x": value}
    [problem] = await refused(fresh, SCHOOL, {"label": "Map", "id": "m", "name": "m"}, shown)
    assert problem.place == "line 3, x"


async def test_one_number_for_two_in_the_file(fresh: Store) -> None:
    [problem] = await refused(fresh, LIBRARY, SCHOOL | {"ico": "70947422"})
    assert (problem.place, "'kkfb' (line 1)" in problem.message) == ("line 2, ico", True)


async def test_one_number_for_two_in_the_graph(fresh: Store) -> None:
    await load(fresh, LIBRARY, SCHOOL)
    [problem] = await refused(fresh, TOWN, SCHOOL | {"ico": "70947422"})
    assert (problem.place, "'kkfb' (Krajská knihovna)" in problem.message) == ("line 2, ico", True)
    [problem] = await refused(fresh, TOWN, SCHOOL | {"id": "new", "ico": "70947422"})
    assert (problem.place, "'kkfb' (Krajská knihovna)" in problem.message) == ("line 2, ico", True)


async def test_a_taken_number_is_told_first_whatever_follows(fresh: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "BATCH", 2)
    await load(fresh, LIBRARY)
    places = [{"label": "Place", "id": f"p{n}", "name": f"p{n}"} for n in range(6)]
    taken = SCHOOL | {"ico": "70947422"}
    [problem] = await refused(fresh, TOWN, taken, *places)
    assert problem.place == "line 2, ico"
    first, second = await refused(fresh, TOWN, taken, {"label": "Nothing", "id": "x"}, *places)
    assert (first.place, second.place) == ("line 2, ico", "line 3, label")
    with pytest.raises(InvalidFile, match="line 2, ico"):
        await load(fresh, TOWN, taken, *places, dry_run=True)


async def test_problems_are_told_in_the_order_of_the_file(fresh: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "BATCH", 1)
    await load(fresh, SCHOOL)
    problems = await refused(fresh, TOWN, SCHOOL | {"label": "Topic"}, {"label": "Topic"}, {"label": "Ghost"})
    assert [problem.place for problem in problems] == ["line 2, label", "line 3, id", "line 4, label"]


async def test_a_connection_without_an_end_fails(fresh: Store) -> None:
    await load(fresh, LIBRARY, SCHOOL)
    before = await contents(fresh)
    made = new_connections([("PARTNERS_WITH", "ghost", "school", {}), ("PARTNERS_WITH", "kkfb", "school", {})])
    with pytest.raises(Exception, match="missing"):
        async with fresh.transaction("test", timeout=10) as transaction:
            await transaction.run(WRITES["create_connections"].text, made)
    assert await contents(fresh) == before


async def test_more_elements_than_are_remembered(fresh: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "BATCH", 2)
    monkeypatch.setattr(importer, "REMEMBERED", 1)
    places = [{"label": "Place", "id": f"p{n}", "name": f"p{n}"} for n in range(6)]
    linked = [{"link": "PART_OF", "from": f"p{n}", "to": "p0"} for n in range(1, 6)]
    assert (await load(fresh, *places, *linked)).connections == Counts(created=5)
    assert (await load(fresh, *places, *linked)).connections == Counts(unchanged=5)
    between = {"link": "PART_OF", "from": "p4", "to": "school"}
    nowhere = {"link": "PART_OF", "from": "p4", "to": "nowhere"}
    wrong, missing = await refused(fresh, *places, SCHOOL, TOWN, between, nowhere)
    assert (wrong.place, missing.place) == ("line 9", "line 10, to")


async def test_strange_letters(fresh: Store) -> None:
    await load(fresh, SCHOOL | {"name": "book \U0001f4da, a\u0301,\u2028x"})
    assert (await properties(fresh, "school"))["name"] == "book \U0001f4da, á, x"


async def test_two_at_once_take_turns(fresh: Store) -> None:
    places = [{"label": "Place", "id": f"p{n}", "name": f"p{n}"} for n in range(50)]
    linked = [{"link": "PART_OF", "from": f"p{n}", "to": "p0"} for n in range(1, 50)]
    reports = await asyncio.gather(load(fresh, *places, *linked), load(fresh, *reversed(places), *reversed(linked)))
    assert sorted(report.elements.created for report in reports) == [0, 50]
    assert sorted(report.connections.created for report in reports) == [0, 49]


async def test_cancelled_leaves_no_trace(fresh: Store) -> None:
    reached = asyncio.Event()
    loop = asyncio.get_running_loop()

    def endless() -> Iterable[Row]:
        for number in range(10**9):
            if number == 3 * importer.BATCH:
                loop.call_soon_threadsafe(reached.set)
            yield Row(f"line {number}", {"label": "Place", "id": f"p{number}", "name": "p"})

    task = asyncio.create_task(importer.load(fresh, SCHEMA, endless()))
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await contents(fresh) == [[[[]]], [[[]]]]


async def test_a_person_is_for_members_unless_said_otherwise(fresh: Store) -> None:
    jana, petr = {"label": "Person", "id": "jana", "name": "Jana"}, {"label": "Person", "id": "petr", "name": "Petr"}
    await load(fresh, jana, petr | {"visibility": "public"})
    assert (await properties(fresh, "jana"))["visibility"] == "members"
    assert (await properties(fresh, "petr"))["visibility"] == "public"
    await load(fresh, jana | {"visibility": None})
    await load(fresh, jana)
    assert "visibility" not in await properties(fresh, "jana")


async def test_what_the_model_does_not_name_relates_anything_to_anything(fresh: Store) -> None:
    valve = {"label": "Item", "id": "valve", "name": "Ventil", "kind": "součástka"}
    criticises = {"link": "RELATED_TO", "from": "kkfb", "to": "valve", "kind": "kritizuje", "direction": "mutual"}
    report = await load(fresh, LIBRARY, valve, criticises)
    assert (report.elements, report.connections) == (Counts(created=2), Counts(created=1))


# ---------------------------------------------------------------------------------------- what is not strict


async def test_what_is_sound_is_loaded_and_the_rest_listed(fresh: Store) -> None:
    nobody = PARTNERS | {"to": "nobody"}
    bad: list[dict[str, Any]] = [
        {"label": "Library", "id": "x", "name": "X", "ico": "123"},
        {"label": "Topic", "id": "y"},
        {"label": "Nonsense", "id": "z", "name": "Z"},
        nobody,
        {"link": "ABOUT", "from": "kkfb", "to": "school"},
    ]
    report = await load(fresh, LIBRARY, *bad[:3], SCHOOL, PARTNERS, *bad[3:], strict=False)
    assert (report.elements, report.connections) == (Counts(created=2), Counts(created=1))
    assert [problem.place for problem in report.refused] == [
        "line 2, ico", "line 4, label", "line 3, name", "line 7, to", "line 8",
    ]  # fmt: skip
    again = await load(fresh, LIBRARY, *bad, strict=False)
    assert (again.elements, again.refused_count) == (Counts(unchanged=1), 5)


async def test_nothing_sound_is_an_error(fresh: Store) -> None:
    with pytest.raises(InvalidFile):
        await load(fresh, {"label": "Topic", "id": "y"}, strict=False)


async def test_an_identifier_given_twice_stays_with_the_first(fresh: Store) -> None:
    report = await load(fresh, LIBRARY, SCHOOL | {"ico": LIBRARY["ico"]}, strict=False)
    assert (report.elements.created, report.refused_count) == (2, 1)
    assert "ico" not in await properties(fresh, "school")


async def test_a_circle_refuses_all_of_it(fresh: Store) -> None:
    one, other = ({"label": "Topic", "id": id_, "name": id_} for id_ in ("one", "other"))
    circle = [{"link": "BROADER", "from": "one", "to": "other"}, {"link": "BROADER", "from": "other", "to": "one"}]
    with pytest.raises(InvalidFile, match="circle"):
        await load(fresh, one, other, *circle, strict=False)
    assert await contents(fresh) == [[[[]]], [[[]]]]
