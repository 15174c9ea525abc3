"""What a batch of commands does to a real graph, and what it refuses."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from graph.errors import BadInput, Conflict, KeyReused, NotFound, Refusal, WriteRefused
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store, Transaction
from graph.writing.commands import Command, Connect, Create, Delete, Disconnect, Nested, Update, UpdateConnection
from graph.writing.write import undo
from tests.faults.proxy import proxied
from tests.graph.writing import (
    ADMIN,
    BY_ADMIN,
    CLUB,
    LIBRARY,
    REVIEWER,
    RUNS,
    SCHOOL,
    TEAM,
    brief,
    contents,
    do,
    log,
    properties,
)

pytestmark = pytest.mark.anyio


async def refused(store: Store, *commands: Command, **options: Any) -> list[Refusal]:
    """The problems of a write that is refused and leaves no trace."""
    before = await contents(store), await log(store)
    with pytest.raises(WriteRefused) as caught:
        await do(store, *commands, **options)
    assert (await contents(store), await log(store)) == before
    return list(caught.value.problems)


async def test_creates_updates_deletes(fresh: Store) -> None:
    [created] = await do(fresh, LIBRARY)
    assert (created.status, created.action, created.sequence, created.version) == ("applied", "CREATED", 1, 1)
    assert created.subject == {"label": "Library", "id": "kkfb"}

    [updated] = await do(fresh, Update("kkfb", {"url": "https://kkfb.cz", "ico": None}))
    assert (updated.action, updated.sequence, updated.version) == ("UPDATED", 2, 2)
    assert await properties(fresh, "kkfb") == {
        "id": "kkfb", "name": "Krajská knihovna", "url": "https://kkfb.cz", "version": 2, **BY_ADMIN
    }  # fmt: skip

    [deleted] = await do(fresh, Delete("kkfb"))
    assert (deleted.action, deleted.sequence, deleted.version) == ("DELETED", 3, None)
    assert await properties(fresh, "kkfb") is None


async def test_a_new_element_has_all_its_labels_and_a_readable_id(fresh: Store) -> None:
    [created] = await do(fresh, Create("Library", {"name": "Knihovna Žďár"}))
    assert created.subject["id"].startswith("knihovna-zdar-")
    [[labels]] = await fresh.read("MATCH (n:Element) RETURN labels(n)")
    assert set(labels) == {"Library", "Organization", "Ally", "Element"}


async def test_c18_a_long_name_is_wrong_alone_and_not_the_id_that_nobody_gave(fresh: Store) -> None:
    [problem] = await refused(fresh, Create("Organization", {"name": "x" * 5000}))
    assert problem.path == (0, "properties", "name")
    [done] = await do(fresh, Create("Organization", {"name": "x" * 900}))
    assert done.status == "applied"


async def test_connects_and_disconnects(fresh: Store) -> None:
    await do(fresh, *TEAM)
    [same] = await do(fresh, RUNS)
    [changed] = await do(fresh, Connect("RUNS", "kkfb", "club", properties={"since": "2015"}))
    [cleared] = await do(fresh, UpdateConnection("RUNS", "kkfb", "club", properties={"since": None, "note": "ano"}))
    assert [o.status for o in (same, changed, cleared)] == ["unchanged", "applied", "applied"]
    assert (await contents(fresh))[1] == [[[["kkfb", "RUNS", {"note": "ano"} | BY_ADMIN, "club"]]]]
    await do(fresh, Disconnect("RUNS", "kkfb", "club"))
    assert (await contents(fresh))[1] == [[[]]]


async def test_a_partnership_is_one_from_both_sides_and_parallel_ones_have_ids(fresh: Store) -> None:
    await do(fresh, *TEAM, Connect("PARTNERS_WITH", "kkfb", "school"))
    await do(fresh, Connect("PARTNERS_WITH", "school", "kkfb", properties={"since": "2015"}))
    await do(fresh, Connect("PARTNERS_WITH", "school", "kkfb", id="b", properties={"since": "2020"}))
    found = (await contents(fresh))[1][0][0]
    assert [link[:3] for link in found if link[1] == "PARTNERS_WITH"] == [
        ["kkfb", "PARTNERS_WITH", {"since": "2015"} | BY_ADMIN],
        ["school", "PARTNERS_WITH", {"parallel": "b", "since": "2020"} | BY_ADMIN],
    ]


async def test_nested_create_and_connect(fresh: Store) -> None:
    await do(fresh, LIBRARY)
    topic = Create("Topic", {"id": "health", "name": "Zdraví"})
    club = Create(
        "Activity",
        {"id": "club", "name": "Klub"},
        {"organizers": [Nested(connect="kkfb", properties={"since": "2015"})], "topics": [Nested(create=topic)]},
    )
    [outcome] = await do(fresh, club)
    assert outcome.subject["id"] == "club"
    assert (await contents(fresh))[1] == [
        [[["club", "ABOUT", BY_ADMIN, "health"], ["kkfb", "RUNS", {"since": "2015"} | BY_ADMIN, "club"]]]
    ]


async def test_nothing_ends_before_it_begins(fresh: Store) -> None:
    await do(fresh, LIBRARY, Create("Activity", {"id": "club", "name": "Klub", "since": "2015-06", "until": "2015"}))
    for command, place in (
        (Create("Activity", {"name": "Veletrh", "since": "2015", "until": "2013-05"}), "until"),
        (Update("club", {"until": "2014"}), "until"),
        (Update("club", {"since": "2016-01-01"}), "since"),
        (Connect("RUNS", "kkfb", "club", properties={"since": "2020", "until": "2019"}), "until"),
    ):
        [problem] = await refused(fresh, command)
        assert problem.path == (0, "properties", place)
        assert "nothing ends before it begins" in problem.message
    assert (await do(fresh, Update("club", {"since": "2016", "until": "2017"})))[0].status == "applied"


async def test_a_partnership_leads_where_it_can(fresh: Store) -> None:
    """It is stored from the organization to the community, from whichever side it is told."""
    await do(
        fresh, LIBRARY, Create("Community", {"id": "dojo", "name": "Dojo"}), Connect("PARTNERS_WITH", "dojo", "kkfb")
    )
    partners = {"partners": [Nested(connect="dojo")]}
    await do(fresh, Create("Organization", {"id": "school", "name": "Škola"}, partners))
    await do(fresh, Create("Community", {"id": "net", "name": "Síť"}, {"partners": [Nested(connect="kkfb")]}))
    found = (await contents(fresh))[1][0][0]
    assert [(start, end) for start, _, _, end in found] == [("kkfb", "dojo"), ("kkfb", "net"), ("school", "dojo")]


async def test_unchanged_is_no_change(fresh: Store) -> None:
    await do(fresh, LIBRARY)
    before = await contents(fresh)
    [outcome] = await do(fresh, Update("kkfb", {"name": "Krajská knihovna", "url": None}))
    assert (outcome.status, outcome.action, outcome.sequence, outcome.version) == ("unchanged", None, None, 1)
    assert await contents(fresh) == before
    assert len(await log(fresh)) == 1


async def test_every_problem_is_told_with_its_path(fresh: Store) -> None:
    await do(fresh, *TEAM)
    problems = await refused(
        fresh,
        Create("Library", {"ico": "12", "closed": "no", "version": 2, "sortKey": "x", "odd": 1}, path=("input", 0)),
        Create("Shop", {"name": "x"}),
        Update("nobody", {}),
        Update("school", {"name": None, "visibility": "secret", "id": "other"}),
        Delete("club", label="Topic"),
        Connect("RUNS", "club", "nobody"),
        Connect("RUNS", "school", "kkfb"),
        Connect("LIKES", "school", "kkfb"),
        Connect("PARTNERS_WITH", "school", "school", properties={"since": "soon"}),
        Disconnect("RUNS", "school", "club"),
        Create("Topic", {"name": "t"}, {"friends": [Nested(connect="club")], "broader": [Nested(connect="club")]}),
        Create("Topic", {"name": "t"}, {"activities": [Nested(create=Create("Activity", {}))]}),
    )
    assert [(problem.path, problem.code) for problem in problems] == [
        (("input", 0, "properties", "ico"), "BAD_INPUT"),
        (("input", 0, "properties", "closed"), "BAD_INPUT"),
        (("input", 0, "properties", "version"), "BAD_INPUT"),
        (("input", 0, "properties", "sortKey"), "BAD_INPUT"),
        (("input", 0, "properties", "odd"), "BAD_INPUT"),
        (("input", 0, "properties", "name"), "BAD_INPUT"),
        ((1, "label"), "BAD_INPUT"),
        ((2, "id"), "NOT_FOUND"),
        ((3, "properties", "name"), "BAD_INPUT"),
        ((3, "properties", "visibility"), "BAD_INPUT"),
        ((3, "properties", "id"), "BAD_INPUT"),
        ((4, "id"), "NOT_FOUND"),
        ((5, "to"), "NOT_FOUND"),
        ((6,), "BAD_INPUT"),
        ((7, "type"), "BAD_INPUT"),
        ((8, "properties", "since"), "BAD_INPUT"),
        ((8, "to"), "BAD_INPUT"),
        ((9,), "NOT_FOUND"),
        ((10, "connections", "friends", 0), "BAD_INPUT"),
        ((10, "connections", "broader", 0, "connect"), "BAD_INPUT"),
        ((11, "connections", "activities", 0, "create", "properties", "name"), "BAD_INPUT"),
    ]


@pytest.mark.parametrize("id_", ["\ud800", "", " x", 'a"b\\', "x" * 201, "'})", "nul\0"])
async def test_hostile_ids_are_not_found(fresh: Store, id_: str) -> None:
    problems = await refused(fresh, Update(id_, {}), Connect("RUNS", id_, id_), Create("Topic", {"name": "\ud800"}))
    assert [p.code for p in problems] == ["NOT_FOUND", "NOT_FOUND", "NOT_FOUND", "BAD_INPUT"]


async def test_a_version_that_has_passed_is_a_conflict_with_the_current_state(fresh: Store) -> None:
    await do(fresh, SCHOOL)
    await do(fresh, Update("school", {"name": "Gymnázium"}, if_version=1))
    [problem] = await refused(fresh, Update("school", {"name": "Lyceum"}, if_version=1))
    assert (problem.path, problem.code) == ((0, "ifVersion"), "CONFLICT")
    assert (problem.current["name"], problem.current["version"], problem.current["label"]) == (
        "Gymnázium", 2, "Organization"
    )  # fmt: skip
    assert "sortKey" not in problem.current
    [problem] = await refused(fresh, Delete("school", if_version=1))
    assert problem.code == "CONFLICT"


async def test_lost_update(fresh: Store) -> None:
    await do(fresh, SCHOOL)
    edits = (do(fresh, Update("school", {"url": f"https://{n}.cz"}, if_version=1)) for n in range(4))
    results = await asyncio.gather(*edits, return_exceptions=True)
    assert sum(isinstance(result, WriteRefused) for result in results) == 3
    assert (await properties(fresh, "school") or {})["version"] == 2


async def test_a_value_that_another_element_has(fresh: Store) -> None:
    await do(fresh, LIBRARY, SCHOOL)
    first = Create("Organization", {"name": "a", "ico": "70947422"})
    twice = Create("Library", {"name": "b", "isil": "CZ-A"})
    problems = await refused(fresh, first, Update("school", {"ico": "70947422"}), twice, twice)
    assert sorted((problem.path, problem.code) for problem in problems) == [
        ((0, "properties", "ico"), "TAKEN"),
        ((1, "properties", "ico"), "TAKEN"),
        ((3, "properties", "isil"), "TAKEN"),
    ]
    [problem] = await refused(fresh, LIBRARY)
    assert (problem.path, problem.code) == ((0, "properties", "id"), "TAKEN")


async def test_a_value_changes_hands_within_a_batch(fresh: Store) -> None:
    await do(fresh, LIBRARY, SCHOOL)
    await do(fresh, Update("school", {"ico": "70947422"}), Update("kkfb", {"ico": None}))
    assert (await properties(fresh, "school") or {})["ico"] == "70947422"


async def test_sixteen_writers_of_one_key(fresh: Store) -> None:
    writers = (do(fresh, Create("Organization", {"name": str(n), "ico": "70947422"})) for n in range(16))
    results = await asyncio.gather(*writers, return_exceptions=True)
    errors = [result for result in results if isinstance(result, BaseException)]
    assert len(errors) == 15 and {getattr(error, "code", error) for error in errors} == {"TAKEN"}
    assert await fresh.read("MATCH (n:Element) RETURN count(n)") == [[1]]


async def test_sixteen_writers_of_one_connection(fresh: Store) -> None:
    await do(fresh, LIBRARY, CLUB)
    results = await asyncio.gather(*(do(fresh, RUNS) for _ in range(16)))
    assert sorted(result[0].status for result in results) == ["applied"] + ["unchanged"] * 15
    assert await fresh.read("MATCH ()-[c:RUNS]->() RETURN count(c)") == [[1]]


async def test_a_deadlock_is_tried_again(fresh: Store) -> None:
    """Somebody else has the school and waits for the fair, which we have; then we want the school."""
    await do(fresh, *TEAM)
    lock = "MATCH (n:Element {id: $id}) SET n.lock = true REMOVE n.lock"
    waiting = "SHOW TRANSACTIONS YIELD metaData, status WHERE metaData.name = 'foreign' AND status STARTS WITH 'Blocked' RETURN 1"
    tries = 0

    async with fresh.transaction("foreign", timeout=20) as foreign:
        await foreign.run(lock, {"id": "school"})
        theirs: asyncio.Task[Any] | None = None

        async def ours(transaction: Transaction) -> str:
            nonlocal tries, theirs
            tries += 1
            if not theirs:
                await transaction.run(lock, {"id": "fair"})
                theirs = asyncio.create_task(foreign.run(lock, {"id": "fair"}))
                while not await fresh.read(waiting):  # noqa: ASYNC110 - Neo4j tells nobody
                    await asyncio.sleep(0.02)
            else:
                await theirs
                return "done"
            await transaction.run(lock, {"id": "school"})
            return "at once"

        assert await fresh.write(ours, "ours", timeout=20) == "done"
    assert tries == 2
    assert fresh.metrics.get_sample_value("spojenci_retries_total") == 1


async def test_f10_a_connection_that_is_lost_before_the_work_begins_is_tried_again_and_counted(
    fresh: Store, endpoint: Endpoint, settings: Settings
) -> None:
    with proxied(endpoint.uri) as proxy:
        proxy.refused = 2
        async with replace(endpoint, uri=f"bolt://127.0.0.1:{proxy.port}").open(settings) as store:
            assert await do(store, Create("Topic", {"name": "Zdraví"}))
            assert store.metrics.get_sample_value("spojenci_retries_total") == 2


async def test_a_repeat_gets_the_first_outcome(fresh: Store) -> None:
    topic = Create("Topic", {"name": "Zdraví"})
    first = await do(fresh, topic, key="k1")
    assert await do(fresh, topic, key="k1") == first
    assert await do(fresh, topic, key="k1", author=REVIEWER) != first, "keys are each author's own"
    with pytest.raises(KeyReused):
        await do(fresh, replace(topic, properties={"name": "Nemoc"}), key="k1")
    assert await fresh.read("MATCH (n:Element) RETURN count(n)") == [[2]]


async def test_a_key_is_forgotten_after_a_day(fresh: Store) -> None:
    topic = Create("Topic", {"name": "Zdraví"})
    first = await do(fresh, topic, key="k1")
    for n in range(30):
        await do(fresh, topic, key=f"old{n}")
    hours = "MATCH (n:Internal {kind: 'RequestKey'}) SET n.at = datetime.realtime() - duration({minutes: $minutes})"
    await fresh.write(lambda transaction: transaction.run(hours, {"minutes": 24 * 60 - 1}), "age", timeout=20)
    assert await do(fresh, topic, key="k1") == first
    await fresh.write(lambda transaction: transaction.run(hours, {"minutes": 24 * 60 + 1}), "age", timeout=20)
    assert await do(fresh, replace(topic, properties={"name": "Nemoc"}), key="k1") != first
    [[left]] = await fresh.read("MATCH (n:Internal {kind: 'RequestKey'}) RETURN count(n)")
    assert 10 <= left <= 12, "some are forgotten with each that is remembered"
    await do(fresh, topic, key="k2")
    assert await fresh.read("MATCH (n:Internal {kind: 'RequestKey'}) RETURN count(n)") == [[2]]


@pytest.mark.parametrize("key", ["", "x" * 201, "a\nb", "\ud800"])
async def test_a_key_that_is_none(fresh: Store, key: str) -> None:
    with pytest.raises(BadInput):
        await do(fresh, LIBRARY, key=key)


async def test_two_at_once_with_one_key(fresh: Store) -> None:
    topic = Create("Topic", {"name": "Zdraví"})
    results = await asyncio.gather(*(do(fresh, topic, key="k") for _ in range(4)))
    assert all(result == results[0] for result in results)
    assert await fresh.read("MATCH (n:Element) RETURN count(n)") == [[1]]


async def test_a_refused_request_keeps_no_key(fresh: Store) -> None:
    await refused(fresh, Update("kkfb", {"name": "x"}), key="k")
    await do(fresh, LIBRARY)
    [outcome] = await do(fresh, Update("kkfb", {"name": "x"}), key="k")
    assert outcome.status == "applied"


async def test_dry_run_leaves_no_trace(fresh: Store) -> None:
    [outcome] = await do(fresh, LIBRARY, key="k", dry_run=True)
    assert (outcome.status, outcome.action, outcome.sequence) == ("applied", "CREATED", None)
    assert await fresh.read("MATCH (n) RETURN count(n)") == [[0]]


async def test_undo(fresh: Store) -> None:
    await do(fresh, *TEAM)
    before = await contents(fresh)
    [outcome, *_] = await do(
        fresh,
        Update("school", {"name": "Gymnázium"}),
        Delete("club"),
        Create("Topic", {"id": "t", "name": "t"}),
        Connect("WORKS_ON", "school", "t"),
    )
    assert outcome.sequence == 2
    assert (await undo(fresh, SCHEMA, 2, ADMIN)).sequence == 3
    after = await contents(fresh)
    for _, element in (*before[0][0][0], *after[0][0][0]):
        del element["version"], element["updatedAt"]
    assert after == before
    assert {entry.change.reason for entry in await log(fresh) if entry.change.sequence == 3} == {"undo"}
    assert (await undo(fresh, SCHEMA, 3, ADMIN)).sequence == 4, "what was undone can be done again"
    assert await properties(fresh, "club") is None


async def test_undo_stops_at_later_changes(fresh: Store) -> None:
    await do(fresh, *TEAM)
    await do(fresh, Update("school", {"url": "https://a.cz"}))
    await do(fresh, Connect("PARTNERS_WITH", "kkfb", "school"))
    with pytest.raises(Conflict) as caught:
        await undo(fresh, SCHEMA, 1, ADMIN)
    assert {"label": "Organization", "id": "school"} in caught.value.subjects
    assert {"label": "Library", "id": "kkfb"} in caught.value.subjects, "a connection came later"
    await undo(fresh, SCHEMA, 3, ADMIN)
    await undo(fresh, SCHEMA, 2, ADMIN)
    with pytest.raises(Conflict):
        await undo(fresh, SCHEMA, 1, ADMIN)  # the state is the same, but it is a later one
    with pytest.raises(NotFound):
        await undo(fresh, SCHEMA, 99, ADMIN)


async def test_the_log_tells_before_and_after(fresh: Store) -> None:
    await do(fresh, LIBRARY, CLUB, RUNS)
    await do(fresh, Update("kkfb", {"ico": None, "url": "https://kkfb.cz"}))
    await do(fresh, Delete("club"))
    assert brief(await log(fresh)) == [
        ("CREATED", "kkfb", {}, {"name": "Krajská knihovna", "ico": "70947422"} | BY_ADMIN),
        ("CREATED", "club", {}, {"name": "Klub"} | BY_ADMIN),
        ("CREATED", "kkfb", "club", {}, BY_ADMIN),
        ("UPDATED", "kkfb", {"ico": "70947422", "url": None}, {"ico": None, "url": "https://kkfb.cz"}),
        ("DELETED", "kkfb", "club", BY_ADMIN, {}),
        ("DELETED", "club", dict((await log(fresh))[-1].before), {}),
    ]
