"""Fitting in the background: when it is due, and that one process does it."""

import asyncio
from collections.abc import Sequence

import pytest

from api import parts
from graph.errors import DatabaseUnavailable
from graph.exchange.importer import load
from graph.learning import refit
from graph.learning.splits import Line
from graph.questions.named import NETWORK
from graph.ranking.models import newest_model
from graph.rows import Row
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store
from tests.ranking.conftest import CONNECTIONS, ELEMENTS, element, link, planted
from tests.serving import served

pytestmark = pytest.mark.anyio

SMALL = [*ELEMENTS, *CONNECTIONS]
TRIED = "MATCH (fit:Internal {kind: 'RankingFit'}) WHERE fit.tried IS NOT NULL RETURN fit.sequence"
WEEK_LATER = "MATCH (fit:Internal {kind: 'RankingFit'}) SET fit.tried = fit.tried - duration('P8D')"


async def _import(store: Store, lines: Sequence[Line]) -> None:
    await load(store, SCHEMA, [Row(f"line {number}", dict(line)) for number, line in enumerate(lines, 1)])


async def test_an_empty_or_small_map_has_no_model(empty_graph: None, store: Store) -> None:
    assert not await refit.refit(store)
    await _import(store, SMALL)
    assert await refit.refit(store)
    assert (await newest_model(store)).version == 0


async def test_it_is_due_once_a_week_when_the_map_has_changed(empty_graph: None, store: Store) -> None:
    await _import(store, SMALL)
    assert await refit.refit(store)
    await _import(store, [element("Topic", "another")])
    assert not await refit.refit(store)
    await store.command(WEEK_LATER)
    assert await refit.refit(store)
    await store.command(WEEK_LATER)
    assert not await refit.refit(store)


async def test_of_two_processes_one_fits_until_it_has_ended(empty_graph: None, store: Store) -> None:
    await _import(store, SMALL)
    async with store.transaction("test", timeout=10) as transaction:
        await transaction.run(NETWORK["claim_fit"].text, {"by": "another", "sequence": 1})
    assert not await refit.refit(store)
    await store.command("MATCH (fit:Internal {kind: 'RankingFit'}) SET fit.begun = fit.begun - duration('PT7H')")
    assert await refit.refit(store)


async def test_of_two_processes_that_look_at_once_one_claims(empty_graph: None, store: Store) -> None:
    await _import(store, SMALL)
    assert await refit.refit(store)
    for number in range(5):
        await store.command(WEEK_LATER)
        await _import(store, [element("Topic", f"another-{number}")])
        assert sorted(await asyncio.gather(refit.refit(store), refit.refit(store))) == [False, True]


@pytest.mark.slow
async def test_a_map_on_which_nothing_can_be_learned_is_tried_once(empty_graph: None, store: Store) -> None:
    strangers = [element("Organization", f"o{number}") for number in range(240)]
    activities = [element("Activity", f"a{number}", since="2015") for number in range(120)]
    joins = [link("TAKES_PART_IN", f"o{number}", f"a{number // 2}") for number in range(240)]
    about = [link("ABOUT", f"a{number}", "topic") for number in range(120)]
    await _import(store, [element("Topic", "topic"), *strangers, *activities, *joins, *about])
    assert await refit.refit(store)
    assert not await refit.refit(store)


async def test_what_ends_before_it_is_done_leaves_no_claim(
    empty_graph: None, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _import(store, SMALL)
    begun = asyncio.Event()

    async def reading(_: Store) -> None:
        begun.set()
        await asyncio.sleep(60)

    with monkeypatch.context() as slow:
        slow.setattr(refit, "read_tables", reading)
        fitting = asyncio.create_task(refit.refit(store))
        await begun.wait()
        fitting.cancel()
        await asyncio.gather(fitting, return_exceptions=True)
    assert await refit.refit(store)


async def test_where_the_database_is_away_it_is_tried_again(
    empty_graph: None, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _import(store, SMALL)

    async def failing(_: Store) -> None:
        raise DatabaseUnavailable("away")

    with monkeypatch.context() as broken:
        broken.setattr(refit, "read_tables", failing)
        with pytest.raises(DatabaseUnavailable):
            await refit.refit(store)
    assert await refit.refit(store)


@pytest.mark.slow
async def test_a_map_that_is_large_enough_gets_a_model(empty_graph: None, store: Store) -> None:
    await _import(store, planted(size=4, guests=3))
    assert await refit.refit(store)
    model = await newest_model(store)
    assert (model.version, model.connected.calibrated) == (1, True)
    await _import(store, [element("Topic", "another")])
    await store.command(WEEK_LATER)
    assert not await refit.refit(store)  # the model is young


async def test_the_service_does_it_by_itself(
    empty_graph: None, store: Store, settings: Settings, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _import(store, SMALL)
    monkeypatch.setattr(parts, "FIRST_FIT", 0)
    with served(settings.model_copy(update={"fit": True}), endpoint):
        while not await store.read(TRIED):  # noqa: ASYNC110 - another thread
            await asyncio.sleep(0.2)
