"""The database has the constraints and indexes that the schema says, and no others."""

import asyncio
import re
from contextlib import AsyncExitStack

import neo4j
import pytest

from graph import database
from graph.derived import constraints
from graph.derived.constraints import Inspection
from graph.questions.named import QUESTIONS
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store
from graph.upkeep import migrations
from tests.graph.writing import TEAM, do

NAMES = "SHOW INDEXES YIELD name, state, type WHERE type <> 'LOOKUP' RETURN name, state"
FILLED = "CALL db.awaitIndexes(60)"
NAMED = {each.name for each in constraints.declared(SCHEMA)}


@pytest.mark.usefixtures("empty_graph")
async def test_the_database_agrees_with_the_schema(store: Store) -> None:
    await constraints.apply(store, SCHEMA)

    assert {name for name, _ in await store.read(NAMES)} == NAMED
    assert await constraints.faults(store, SCHEMA) == {}


@pytest.mark.usefixtures("empty_graph")
async def test_what_is_missing_is_named(store: Store) -> None:
    await constraints.apply(store, SCHEMA)
    await store.command("DROP INDEX search_czech")

    assert await constraints.faults(store, SCHEMA) == {"search_czech": "is missing"}

    await constraints.apply(store, SCHEMA)
    assert await constraints.faults(store, SCHEMA) == {}


OTHERS = {
    "search_czech": (
        "CREATE FULLTEXT INDEX search_czech FOR (n:Element) ON EACH [n.name] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'english'}}"
    ),
    "Library_sigla": "CREATE TEXT INDEX Library_sigla FOR (n:Library) ON (n.sigla)",
    "Place_location": "CREATE POINT INDEX Place_location FOR (n:Library) ON (n.location)",
    "Organization_kind": "CREATE RANGE INDEX Organization_kind FOR (n:Organization) ON (n.kind)",
    "Topic_name": "CREATE CONSTRAINT Topic_name FOR (n:Topic) REQUIRE n.name IS UNIQUE",
}


@pytest.mark.usefixtures("empty_graph")
async def test_an_index_of_the_right_name_and_the_wrong_content_is_told_and_made_anew(store: Store) -> None:
    """Issue 16.11: they were compared by name, so that an index of another analyser or property stayed for ever."""
    await constraints.apply(store, SCHEMA)
    for name, other in OTHERS.items():
        await store.command(f"DROP INDEX {name}")
        await store.command(other)
    await store.command(FILLED)

    assert set((await constraints.faults(store, SCHEMA)).values()) == {"is another one"}
    assert (await constraints.faults(store, SCHEMA)).keys() == OTHERS.keys()

    await constraints.apply(store, SCHEMA)
    assert await constraints.faults(store, SCHEMA) == {}


@pytest.mark.usefixtures("empty_graph")
async def test_an_index_that_does_the_same_under_another_name_is_enough(store: Store) -> None:
    await constraints.apply(store, SCHEMA)
    await store.command("DROP INDEX Library_sigla")
    await store.command("CREATE RANGE INDEX their_own FOR (n:Library) ON (n.sigla)")
    await store.command(FILLED)
    assert await constraints.faults(store, SCHEMA) == {}

    await store.command("DROP CONSTRAINT Library_isil")
    await store.command("CREATE RANGE INDEX in_the_way FOR (n:Library) ON (n.isil)")
    await store.command(FILLED)
    assert await constraints.faults(store, SCHEMA) == {"Library_isil": "is missing"}
    await constraints.apply(store, SCHEMA)
    assert await constraints.faults(store, SCHEMA) == {}
    await store.command("DROP INDEX their_own")
    await constraints.apply(store, SCHEMA)


@pytest.mark.usefixtures("empty_graph")
async def test_an_index_that_is_still_being_filled_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    await constraints.apply(store, SCHEMA)
    await store.command("UNWIND range(1, 30000) AS n CREATE (:Item {name: 'Věc ' + n})")
    await store.command("DROP INDEX Item_name")
    await store.command("CREATE RANGE INDEX Item_name FOR (n:Item) ON (n.name)")
    told = {"Item_name": await constraints.faults(store, SCHEMA)}
    assert told["Item_name"] in ({"Item_name": "is still being filled"}, {})  # it may have been quick
    await constraints.apply(store, SCHEMA)
    assert await constraints.faults(store, SCHEMA) == {}


@pytest.mark.slow
@pytest.mark.usefixtures("empty_graph")
async def test_several_that_start_at_once_make_them_together(
    store: Store, endpoint: Endpoint, settings: Settings
) -> None:
    for name, _ in await store.read(NAMES):
        await store.command(f"DROP CONSTRAINT {name} IF EXISTS")
        await store.command(f"DROP INDEX {name} IF EXISTS")
    await store.command(OTHERS["Organization_kind"])
    async with AsyncExitStack() as stack:
        stores = [await stack.enter_async_context(endpoint.open(settings)) for _ in range(4)]
        await asyncio.gather(*(database.prepare(each, lambda *_: None) for each in stores))
    assert await constraints.faults(store, SCHEMA) == {}


@pytest.mark.parametrize("name", QUESTIONS)
def test_questions_know_which_labels_are_wide(name: str) -> None:
    wide = {trait.label for trait in SCHEMA.traits} | {e.parent.label for e in SCHEMA.elements if e.parent}

    for listed in re.findall(r"NOT label IN \[([^\]]*)\]", QUESTIONS[name].text):
        assert set(re.findall(r"'(\w+)'", listed)) == wide


CODES = [
    *((trait.label, "id") for trait in SCHEMA.traits),
    *((each.label, p.name) for each in SCHEMA.elements for p in SCHEMA.properties_of(each) if p.identifies),
]


@pytest.mark.usefixtures("empty_graph")
async def test_analysts_seek_by_every_label_and_code(store: Store, endpoint: Endpoint) -> None:
    """Issue 16.1: `(:Library {id: …})` read every library, and `(:Library {ico: …})` too."""
    await constraints.apply(store, SCHEMA)
    with neo4j.GraphDatabase.driver(endpoint.uri, auth=(endpoint.username, endpoint.password)) as driver:
        for label, name in CODES:
            text = f"EXPLAIN MATCH (n:{label} {{{name}: 'x'}}) RETURN n"
            plan = driver.execute_query(text).summary.plan
            assert plan and "Seek" in str(plan), (label, name)


async def test_the_schema_that_neo4j_shows_is_that_of_the_model(fresh: Store) -> None:
    """Issue 16.1: 11 of 24 labels were keys, logs and leases."""
    await do(fresh, *TEAM)
    await migrations.apply(fresh, migrations.load(), lambda *_: None)
    [[nodes]] = await fresh.read("CALL db.schema.visualization() YIELD nodes RETURN nodes")
    shown = {label for node in nodes for label in node.labels}
    model = {each.label for each in SCHEMA.elements} | {each.label for each in SCHEMA.traits}
    assert shown == model | {"Internal"}


async def test_all_who_ask_often_share_one_look(store: Store) -> None:
    def looks() -> float:
        return store.metrics.get_sample_value("spojenci_statement_seconds_count", {"name": "indexes"}) or 0.0

    before, inspection = looks(), Inspection(store, SCHEMA)
    assert await asyncio.gather(*(inspection.faults(30) for _ in range(50))) == [{}] * 50
    assert await inspection.faults(30) == {}
    assert looks() == before + 1
    assert await Inspection(store, SCHEMA).faults(0) == {}  # too busy to tell
