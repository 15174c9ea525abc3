"""The analysts' twin: what it holds, that it follows, and that its fall is nobody's but its own."""

import asyncio
from contextlib import suppress
from typing import Any

import neo4j
import pytest

from graph.access import Author, Door, Role, Viewer
from graph.analysts import process
from graph.analysts.copying import Copy
from graph.analysts.twin import Access, Twin
from graph.errors import AnalystsUnavailable, BadInput, SpojenciError
from graph.exchange import importer
from graph.rows import Row
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store
from graph.writing.commands import Command, Connect, Create, Delete, Disconnect, Merge, Update
from tests.analysts.conftest import FELLS, WAIT, eventually, rows, same
from tests.graph.writing import REVIEWER, do
from tests.operations.damage import Damage

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

KEEPER = Author(Viewer(Role.CONTRIBUTOR, "Klára", "kkfb"), Door.REST)
BOMB = "RETURN [x IN range(1, 1000000000) | toString(x)]"

MAP: list[dict[str, Any]] = [
    {"label": "Place", "id": "zlin", "name": "Zlín", "location": {"latitude": 49, "longitude": 17.5}, "own": "x"},
    {"label": "Place", "id": "hidden-town", "name": "Tajné", "visibility": "private"},
    {"label": "Library", "id": "kkfb", "name": "Krajská knihovna", "ico": "70947422", "private": {"phone": "1"}},
    {"label": "Organization", "id": "school", "name": "Škola", "visibility": "members"},
    {"label": "Organization", "id": "shelter", "name": "Azyl", "visibility": "private"},
    {"label": "Activity", "id": "club", "name": "Klub", "since": "2020"},
    {"label": "Topic", "id": "seniors", "name": "Senioři"},
    {"link": "LOCATED_IN", "from": "kkfb", "to": "zlin"},
    {"link": "PART_OF", "from": "zlin", "to": "hidden-town"},
    {"link": "RUNS", "from": "kkfb", "to": "club", "private": {"paid": 1}},
    {"link": "PARTNERS_WITH", "from": "kkfb", "to": "school", "kinds": ["space"], "note": "ano"},
    {"link": "PARTNERS_WITH", "from": "kkfb", "to": "shelter"},
    {"link": "ABOUT", "from": "club", "to": "seniors"},
]


async def load(store: Store, *data: dict[str, Any]) -> None:
    await importer.load(store, SCHEMA, [Row(f"line {n}", one) for n, one in enumerate(data, 1)])


async def test_it_holds_what_a_reader_sees_and_nothing_else(fresh: Store, twin: Twin) -> None:
    await load(fresh, *MAP)
    with pytest.raises(AnalystsUnavailable, match="starting"):
        await twin.store()
    copy = await twin.store(WAIT)
    assert {row["id"] for row in await same(fresh, copy) if "label" in row} == {
        "zlin",
        "kkfb",
        "school",
        "club",
        "seniors",
    }
    assert await copy.read("MATCH (n) WHERE NOT n:Element RETURN labels(n), n.kind") == [[["Internal"], "Twin"]]
    told = await copy.read("MATCH (n) OPTIONAL MATCH (n)-[c]->() RETURN collect(properties(n)), collect(properties(c))")
    assert not any(word in repr(told) for word in ("hidden-town", "shelter", "phone", "paid", "around"))
    plan = await copy.explain("MATCH (n:Place {id: 'zlin'}) RETURN n")
    assert plan[0] == ["n"]


STEPS: dict[str, list[Command]] = {
    "create": [Create("Activity", {"id": "fair", "name": "Veletrh"}), Connect("RUNS", "kkfb", "fair")],
    "update": [Update("kkfb", {"name": "Knihovna", "alternateNames": ["KK"], "ico": None})],
    "update a connection": [Connect("PARTNERS_WITH", "kkfb", "school", properties={"note": "ne"})],
    "hide": [Update("club", {"visibility": "private"})],
    "show what is connected": [Update("club", {"visibility": "members"})],
    "show": [Update("shelter", {"visibility": "public"})],
    "connect to what is hidden": [Connect("RELATED_TO", "kkfb", "hidden-town")],
    "disconnect": [Disconnect("PARTNERS_WITH", "kkfb", "school")],
    "delete": [Delete("fair")],
    "a code": [Update("school", {"ico": "70947422"})],
    "a code changes hands": [
        Update("school", {"ico": None}),
        Create("Organization", {"id": "heir", "name": "Dědic", "ico": "70947422"}),
    ],
    "merge": [
        Create("Organization", {"id": "twice", "name": "Škola 2", "visibility": "members"}),
        Connect("PARTNERS_WITH", "kkfb", "twice"),
    ],
    "merged": [Merge("school", "twice")],
}


async def test_what_changes_is_there_and_what_is_hidden_is_gone(fresh: Store, twin: Twin) -> None:
    await load(fresh, *MAP)
    copy = await twin.store(WAIT)
    await same(fresh, copy)
    for name, commands in STEPS.items():
        before = await rows(copy)
        await do(fresh, *commands, author=REVIEWER)
        after = await same(fresh, copy)
        assert (before == after) is (name == "connect to what is hidden"), name
    await load(
        fresh, {"label": "Place", "id": "brno", "name": "Brno"}, {"link": "PART_OF", "from": "zlin", "to": "brno"}
    )
    assert ("PART_OF", "brno") in {(row.get("link"), row.get("to")) for row in await same(fresh, copy)}


async def test_values_of_wrong_types_are_copied_as_the_model_has_them(fresh: Store, twin: Twin) -> None:
    """Issue 16.1: a date as `until`, which somebody wrote with plain Cypher, and there was no twin any more."""
    await load(fresh, *MAP)
    await Damage(elements=True, connections=True).do(fresh, 0)
    await same(fresh, await twin.store(WAIT))


@FELLS
async def test_one_that_fell_is_made_anew_while_the_service_answers(fresh: Store, twin: Twin) -> None:
    await load(fresh, *MAP)
    copy = await twin.store(WAIT)
    with pytest.raises(SpojenciError):
        await copy.read(BOMB)
    await fresh.verify(2)
    await twin.fell()
    with pytest.raises(AnalystsUnavailable, match="anew"):
        await twin.store()
    await fresh.verify(2)
    await same(fresh, await twin.store(WAIT))


@FELLS
async def test_one_that_fell_is_made_anew_though_who_told_it_has_left(fresh: Store, twin: Twin) -> None:
    await load(fresh, *MAP)
    copy = await twin.store(WAIT)
    telling = asyncio.create_task(twin.fell())
    await asyncio.sleep(0)
    telling.cancel()
    await asyncio.wait([telling])
    anew = await twin.store(WAIT)
    assert anew is not copy
    await same(fresh, anew)


async def test_it_is_made_anew_where_its_source_has_become_another_database(fresh: Store, twin: Twin) -> None:
    await load(fresh, *MAP)
    copy = await twin.store(WAIT)
    await fresh.command("MATCH (n:Internal {kind: 'ChangeLog'}) SET n.id = 'another'")
    for _ in range(300):
        with suppress(AnalystsUnavailable):
            if await twin.store() is not copy:
                break
        await asyncio.sleep(0.1)
    anew = await twin.store(WAIT)
    assert anew is not copy
    await same(fresh, anew)


@FELLS
async def test_what_takes_all_memory_ends_and_nothing_else(fresh: Store, twin: Twin) -> None:
    await load(fresh, *MAP)
    copy = await twin.store(WAIT)
    for text in (BOMB, "RETURN reduce(a = 'x', x IN range(1, 40) | a + a)"):
        with pytest.raises(BadInput, match="memory"):
            await copy.read(text)
    assert await twin.store() is copy
    await do(fresh, Update("kkfb", {"name": "Knihovna"}), author=REVIEWER)
    await same(fresh, copy)


@FELLS
async def test_one_that_was_killed_goes_on_with_what_it_held(
    fresh: Store, twin: Twin, apart: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(fresh, *MAP)
    await same(fresh, await twin.store(WAIT))
    monkeypatch.setattr(Copy, "fill", None)  # it is not filled once more
    process.kill(apart)

    async def lies() -> bool:
        try:
            await twin.store()
        except AnalystsUnavailable:
            return True
        return False

    await eventually(lies, 30)
    await do(fresh, Update("kkfb", {"name": "Knihovna"}), author=REVIEWER)
    await same(fresh, await twin.store(WAIT))


@FELLS
async def test_what_a_tool_writes_is_thrown_away(fresh: Store, twin: Twin) -> None:
    await load(fresh, *MAP)
    access = await _access(twin)
    assert access.username == "analyst"
    _run(access, "MATCH (n:Library) SET n.name = 'Jiná'")

    async def lies() -> bool:
        try:
            await twin.store()
        except AnalystsUnavailable as error:
            return "written" in error.message
        return False

    await eventually(lies, 10)
    await same(fresh, await twin.store(WAIT))
    assert (await _access(twin)).password == access.password


async def _access(twin: Twin) -> Access:
    return await twin.access(WAIT)


def _run(access: Access, text: str) -> None:
    auth = (access.username, access.password)
    with neo4j.GraphDatabase.driver(access.uri, auth=auth) as driver:
        driver.execute_query(text, database_="neo4j")


@FELLS
async def test_another_process_uses_the_one_that_runs(fresh: Store, twin: Twin, apart: Settings) -> None:
    await load(fresh, *MAP)
    first = await twin.store(WAIT)
    async with Twin(apart, fresh) as other:
        second = await other.store(WAIT)
        assert second.uri == first.uri
        await do(fresh, Update("kkfb", {"name": "Knihovna"}), author=REVIEWER)
        await same(fresh, second)
    await first.verify()


async def test_without_one_the_error_says_so(fresh: Store, settings: Settings) -> None:
    elsewhere = settings.model_copy(update={"neo4j_uri": "bolt://127.0.0.1:7687"})
    async with Twin(elsewhere, fresh) as twin:
        with pytest.raises(AnalystsUnavailable, match="SPOJENCI_ANALYSTS_URI"):
            await twin.store()


async def test_a_database_that_holds_something_is_left_alone(
    fresh: Store, settings: Settings, endpoint: Endpoint
) -> None:
    await load(fresh, *MAP)
    before = await rows(fresh)
    named = Settings(
        analysts_uri=endpoint.uri, analysts_username=endpoint.username, analysts_password=endpoint.password
    )
    async with Twin(named, fresh) as twin:
        with pytest.raises(AnalystsUnavailable, match="starting"):
            await twin.store()

        async def refused() -> bool:
            with pytest.raises(AnalystsUnavailable) as caught:
                await twin.store()
            return "holds something" in caught.value.message

        await eventually(refused, 10)
    assert await rows(fresh) == before
    assert await fresh.read("SHOW USERS YIELD user RETURN user") == [["neo4j"]]
