"""Metrics of the network, computed by hand, and stored day by day."""

import asyncio
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
import rustworkx
import scipy.sparse

from api import parts
from graph.access import ANYBODY, OPERATOR, Viewer
from graph.errors import NotFound
from graph.exchange.importer import load
from graph.learning.splits import tables_of
from graph.numbers import measures, snapshots
from graph.numbers.measures import between, measure, ties
from graph.questions.answers import ask
from graph.questions.named import NUMBERS, QUESTIONS
from graph.rows import Row
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store
from tests.serving import served

Line = dict[str, Any]

DAY = date(2026, 1, 30)


def _element(label: str, id_: str, **more: Any) -> Line:
    return {"label": label, "id": id_, "name": id_.upper(), **more}


def _link(type_: str, source: str, target: str, **more: Any) -> Line:
    return {"link": type_, "from": source, "to": target, **more}


# A triangle of an activity, a partnership, a membership: a, b and c know each other, c knows d, d knows e.
MAP = [
    *(_element("Library", id_) for id_ in "acf"),
    *(_element("Organization", id_) for id_ in "bd"),
    _element("Community", "e"),
    _element("Library", "gone", closed=True),
    _element("Activity", "x", since="2015", until="2016"),
    _element("Topic", "wide"),
    _element("Topic", "narrow"),
    _element("Place", "town", level="municipality"),
    _element("Place", "district", level="district"),
    _link("RUNS", "a", "x"),
    _link("TAKES_PART_IN", "b", "x"),
    _link("TAKES_PART_IN", "c", "x"),
    _link("PARTNERS_WITH", "c", "d"),
    _link("MEMBER_OF", "d", "e"),
    _link("ABOUT", "x", "narrow"),
    _link("BROADER", "narrow", "wide"),
    _link("PART_OF", "town", "district"),
    _link("LOCATED_IN", "a", "town"),
    _link("LOCATED_IN", "d", "town"),
    # None of these ties anybody.
    _link("PARTNERS_WITH", "c", "gone"),
    _link("PARTNERS_WITH", "b", "d", status="proposed"),
    _link("PARTNERS_WITH", "a", "d", status="rejected"),
]
HIDDEN = [
    _element("Organization", "secret", visibility="members"),
    _element("Activity", "y", visibility="private"),
    _link("PARTNERS_WITH", "a", "secret"),
    _link("PARTNERS_WITH", "d", "secret"),
    _link("LOCATED_IN", "secret", "town"),
    _link("RUNS", "a", "y"),
    _link("RUNS", "d", "y"),
    _link("RUNS", "f", "y"),
    _link("ABOUT", "y", "narrow"),
]
LATER = [_link("PARTNERS_WITH", "a", "d", id="later")]


async def _import(store: Store, lines: list[Line]) -> None:
    await load(store, SCHEMA, [Row(f"line {number}", dict(line)) for number, line in enumerate(lines, 1)])


async def _told(store: Store, of: str, viewer: Viewer = ANYBODY, **more: Any) -> dict[str, Any]:
    [row] = await ask(store, QUESTIONS["visibility"], {"of": of, **more}, viewer)
    return row


def test_the_metrics_are_those_computed_by_hand() -> None:
    found = ties(tables_of(MAP))
    metrics = measure(found)
    assert (found.ids, found.libraries, metrics.estimated) == (["a", "b", "c", "d", "e"], 3, False)
    assert metrics.degree.tolist() == [2, 2, 3, 2, 1]
    assert metrics.betweenness == pytest.approx([0, 0, 4 / 6, 3 / 6, 0])
    assert metrics.reach.tolist() == [3, 3, 4, 4, 2]
    assert metrics.density == pytest.approx([1, 1, 1 / 3, 0, np.nan], nan_ok=True)
    assert [found.ids[number] for number in metrics.strongest] == ["c", "c", "c", "d", "d"]
    assert metrics.community_size.tolist() == [3, 3, 3, 2, 2]
    assert metrics.rank.tolist() == [2, -1, 1, -1, -1]
    assert metrics.percentile == pytest.approx([1 / 2, np.nan, 1, np.nan, np.nan], nan_ok=True)


def test_nothing_hidden_has_any_influence() -> None:
    shown, all_ = ties(tables_of(MAP)), ties(tables_of(MAP + HIDDEN))
    assert all_.ids == shown.ids and all_.libraries == shown.libraries
    assert (all_.matrix.toarray() == shown.matrix.toarray()).all()


def test_what_is_over_ties_nobody() -> None:
    over = [
        _link("PARTNERS_WITH", "a", "d", until="2010"),
        _element("Activity", "left"),
        _link("RUNS", "a", "left"),
        _link("TAKES_PART_IN", "e", "left", until="2011-05"),
    ]
    assert (ties(tables_of(MAP + over)).matrix.toarray() == ties(tables_of(MAP)).matrix.toarray()).all()


def test_a_map_without_ties_has_no_metrics() -> None:
    found = ties(tables_of([_element("Library", "a")]))
    assert found.ids == [] and measure(found).degree.tolist() == []


@pytest.mark.parametrize(("allies", "pairs"), [(3, 2), (12, 12), (60, 70), (150, 900)])
def test_betweenness_is_that_of_another_library(allies: int, pairs: int) -> None:
    drawn = np.random.default_rng(allies).integers(0, allies, (pairs, 2))
    joined = {(min(pair), max(pair)) for pair in drawn.tolist() if pair[0] != pair[1]}
    graph = rustworkx.PyGraph()
    graph.add_nodes_from(range(allies))
    graph.extend_from_edge_list(sorted(joined))
    matrix = np.zeros((allies, allies))
    matrix[tuple(np.array(sorted(joined)).T)] = 1
    found, estimated = between(scipy.sparse.csr_matrix(matrix + matrix.T))
    assert found == pytest.approx(list(rustworkx.betweenness_centrality(graph).values()))
    assert not estimated


def test_the_estimate_of_a_large_network_is_near_and_always_the_same() -> None:
    ring = scipy.sparse.csr_matrix(np.roll(np.eye(600), 1, 0) + np.roll(np.eye(600), -1, 0))
    exact, _ = between(ring)
    found, estimated = between(ring, work=1)
    assert estimated
    assert np.abs(found / exact - 1).max() < 0.2
    assert between(ring, work=1)[0].tolist() == found.tolist()


def test_a_network_that_would_take_hours_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ties(tables_of(MAP)).matrix.nnz
    monkeypatch.setattr(measures, "MOST", 8)
    with pytest.raises(measures.TooLarge, match="up to 17 pairs"):
        ties(tables_of(MAP))


@pytest.mark.slow
async def test_snapshots_are_told_in_order(empty_graph: None, store: Store) -> None:
    await _import(store, MAP)
    assert (await _told(store, "a"))["history"] == []
    assert await snapshots.take(store, DAY)
    await _import(store, LATER)
    assert await snapshots.take(store, DAY + timedelta(days=3))
    told = await _told(store, "a")
    assert [(each["day"], each["degree"], each["rank"]) for each in told["history"]] == [
        ("2026-01-30", 2, 2),
        ("2026-02-02", 3, 1),
    ]
    assert (told["day"], told["degree"], told["libraries"], told["estimated"]) == ("2026-02-02", 3, 3, False)
    assert [each["day"] for each in (await _told(store, "a", first=1))["history"]] == ["2026-02-02"]


async def test_a_day_has_one_snapshot_and_an_unchanged_map_no_other(empty_graph: None, store: Store) -> None:
    assert not await snapshots.take(store, DAY)  # nothing is there to measure
    await _import(store, MAP)
    assert await snapshots.take(store, DAY)
    numbers = "MATCH (n:Internal {kind: 'AllyNumbers'}) RETURN n.snapshot, n.of ORDER BY n.first"
    before = await store.read(numbers)
    assert not await snapshots.take(store, DAY + timedelta(days=1))
    await _import(store, LATER)
    assert not await snapshots.take(store, DAY)
    assert await store.read(numbers) == before


async def test_of_two_processes_one_computes(empty_graph: None, store: Store) -> None:
    await _import(store, MAP)
    taken = await asyncio.gather(*(snapshots.take(store, DAY) for _ in range(2)))
    assert sorted(taken) == [False, True]
    assert await store.read("MATCH (n:Internal {kind: 'AllyNumbers'}) RETURN size(n.of)") == [[5]]


async def test_what_fails_is_not_read_and_can_be_tried_again(
    empty_graph: None, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _import(store, MAP)
    with monkeypatch.context() as broken:
        broken.setattr(snapshots, "_whole", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await snapshots.take(store, DAY)
    assert (await _told(store, "a"))["day"] is None
    assert await snapshots.take(store, DAY)


async def test_the_snapshot_of_a_process_that_ended_is_taken_over(empty_graph: None, store: Store) -> None:
    await _import(store, MAP)
    claim = {"day": DAY.isoformat(), "by": "another"}
    async with store.transaction("test", timeout=10) as transaction:
        await transaction.run(NUMBERS["claim"].text, claim)
    assert not await snapshots.take(store, DAY)
    await store.command("MATCH (s:Internal {kind: 'NetworkSnapshot'}) SET s.begun = s.begun - duration('PT3H')")
    assert await snapshots.take(store, DAY)


async def test_only_one_of_several_takes_over(empty_graph: None, store: Store) -> None:
    await _import(store, MAP)
    async with store.transaction("test", timeout=10) as transaction:
        await transaction.run(NUMBERS["claim"].text, {"day": DAY.isoformat(), "by": "another"})
    await store.command("MATCH (s:Internal {kind: 'NetworkSnapshot'}) SET s.begun = s.begun - duration('PT3H')")
    assert sorted(await asyncio.gather(*(snapshots.take(store, DAY) for _ in range(3)))) == [False, False, True]


async def test_places_and_topics_stand_for_their_allies(empty_graph: None, store: Store) -> None:
    await _import(store, [*MAP, *HIDDEN])
    await snapshots.take(store, DAY)
    district, topic = await _told(store, "district"), await _told(store, "wide")
    assert (district["allies"], district["degree"], district["reach"], district["density"]) == (2, 4, 7, 0.5)
    assert (topic["allies"], topic["degree"], topic["betweenness"]) == (3, 7, pytest.approx(4 / 6))
    assert [(c["elementId"], c["name"], c["size"], c["allies"]) for c in district["communities"]] == [
        ("c", "C", 3, 1),
        ("d", "D", 2, 1),
    ]
    assert [each["degree"] for each in district["history"]] == [4]
    assert district["rank"] is None and topic["percentile"] is None


async def test_an_open_library_without_ties_is_last(empty_graph: None, store: Store) -> None:
    await _import(store, MAP)
    await snapshots.take(store, DAY)
    told = await _told(store, "f")
    assert (told["degree"], told["reach"], told["betweenness"], told["density"]) == (0, 0, 0.0, None)
    assert (told["rank"], told["percentile"], told["communities"]) == (3, 0.0, [])


async def test_whoever_asks_the_network_is_that_of_everybody(empty_graph: None, store: Store) -> None:
    await _import(store, [*MAP, *HIDDEN])
    await snapshots.take(store, DAY)
    network = ("allies", "degree", "betweenness", "reach", "density", "rank", "percentile", "communities", "history")
    for of in ("a", "f", "district", "wide"):
        anybody, operator = await _told(store, of), await _told(store, of, OPERATOR)
        assert {name: anybody[name] for name in network} == {name: operator[name] for name in network}
    with pytest.raises(NotFound) as error:
        await _told(store, "secret")
    assert error.value.place == "of"
    secret = await _told(store, "secret", OPERATOR)
    assert (secret["allies"], secret["degree"], secret["history"]) == (0, None, [])


async def test_years_count_what_went_on_and_is_seen(empty_graph: None, store: Store) -> None:
    await _import(
        store, [*MAP, *HIDDEN, _element("Activity", "z", since="2016", visibility="members"), _link("RUNS", "a", "z")]
    )
    shown = [{"year": year, "activities": 1, "partners": 2, "topics": 1} for year in (2015, 2016)]
    for of, partners in (("a", 2), ("wide", 3), ("district", 3)):
        assert (await _told(store, of))["years"] == [{**year, "partners": partners} for year in shown], of
    assert [year["activities"] for year in (await _told(store, "a", OPERATOR))["years"]] == [1, 2]


@pytest.mark.slow
async def test_old_snapshots_are_thinned_out(empty_graph: None, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "DAILY", 1)
    monkeypatch.setattr(snapshots, "ROWS", 2)
    for number, day in enumerate((DAY, DAY + timedelta(days=1), DAY + timedelta(days=2))):
        await _import(store, [*MAP, _link("PARTNERS_WITH", "b", "d", id=f"further-{number}", note=str(number))])
        assert await snapshots.take(store, day)
    assert await store.read(
        "MATCH (n:Internal {kind: 'AllyNumbers'}) RETURN DISTINCT n.snapshot AS day ORDER BY day"
    ) == [
        ["2026-01-31"],
        ["2026-02-01"],
    ]
    assert await store.read("MATCH (s:Internal {kind: 'NetworkSnapshot'}) RETURN count(*)") == [[2]]


async def test_the_service_takes_them_in_the_background(
    empty_graph: None, store: Store, settings: Settings, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _import(store, MAP)
    monkeypatch.setattr(parts, "FIRST_NUMBERS", 0)
    with served(settings.model_copy(update={"numbers": True}), endpoint) as client:
        while (told := client.get("/v1/visibility", params={"of": "c"}).json())["day"] is None:  # noqa: ASYNC110 - a process
            await asyncio.sleep(0.2)
    assert (told["degree"], told["rank"], told["percentile"]) == (3, 1, 1.0)


def test_recent_days_are_kept_and_the_last_of_each_month() -> None:
    days = [date(2020, 1, 1) + timedelta(days=number) for number in range(6 * 365)]
    kept = snapshots.worth_keeping(days, days[-1])
    assert kept[:31] == days[:-32:-1]
    assert len({(day.year, day.month) for day in kept[31:]}) == len(kept[31:])
    assert len(kept) <= snapshots.MOST
    assert snapshots.worth_keeping(kept, days[-1]) == kept
