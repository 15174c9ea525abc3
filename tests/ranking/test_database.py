"""The engine on a real Neo4j: the seed, stored models, and that fitting declines on it."""

from dataclasses import replace

import pytest

from graph.exchange.importer import load
from graph.learning.fit import TooSmall, fit
from graph.learning.splits import tables_of
from graph.network.reading import read_tables
from graph.questions.named import question
from graph.ranking import partners as serving
from graph.ranking.engine import Engine, Request
from graph.ranking.model import SHIPPED, Measured, Quality
from graph.ranking.models import newest_model, store_model
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store
from tests.ranking.conftest import CONNECTIONS, ELEMENTS

pytestmark = pytest.mark.anyio

KROMERIZ, TOPIC = "cz-library-900", "dusevni-zdravi"


async def test_the_seed_is_answered_as_by_the_question(seeded: None, store: Store) -> None:
    engine = await Engine.load(store)
    found = [suggestion.id for suggestion in engine.partners(Request(asker=KROMERIZ, topic=TOPIC))]
    asked = question("partners_plain")
    before = [row[0] for row in await store.read(asked.text, asked.bind({"for": KROMERIZ, "topic": TOPIC}))]
    assert len(set(found[:5]) & set(before)) >= 4
    assert not engine.model.connected.calibrated


async def test_fitting_declines_on_the_seed(seeded: None, store: Store) -> None:
    with pytest.raises(TooSmall, match="fitting needs 30"):
        fit(await read_tables(store))


async def test_what_is_read_is_what_was_imported(empty_graph: None, store: Store) -> None:
    lines = [*ELEMENTS, *CONNECTIONS]
    await load(store, SCHEMA, [Row(f"line {number}", dict(line)) for number, line in enumerate(lines, 1)])
    read, expected = await read_tables(store), tables_of(lines)
    assert Engine(read).partners(Request(asker="library", topic="seniors")) == Engine(expected).partners(
        Request(asker="library", topic="seniors")
    )


async def test_another_day_has_another_engine(empty_graph: None, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [*ELEMENTS, *CONNECTIONS]
    await load(store, SCHEMA, [Row(f"line {number}", dict(line)) for number, line in enumerate(lines, 1)])
    monkeypatch.setattr(serving, "CHECK_EVERY", 0)
    async with serving.Partners(store) as partners:
        first = await partners.engine()
        assert await partners.engine() is first
        assert partners._state
        partners._state = partners._state._replace(day="2001-01-01")
        assert await partners._newest() is not first


async def test_the_newest_good_model_is_used(empty_graph: None, store: Store) -> None:
    assert await newest_model(store) is SHIPPED
    good, bad = (Quality(Measured(1, 9, {}, {}, "", {}, chance, [])) for chance in (0.0, 1.0))
    fitted = replace(SHIPPED, connected=replace(SHIPPED.connected, calibrated=True))
    assert [await store_model(store, fitted, quality) for quality in (good, good, bad)] == [1, 2, 3]
    newest = await newest_model(store)
    assert (newest.version, newest.connected.calibrated, newest.newcomer.calibrated) == (2, True, False)
    assert newest.fitted_at
    assert newest.measured(newcomer=False) == good.connected
    assert newest.stored() == fitted.stored()
