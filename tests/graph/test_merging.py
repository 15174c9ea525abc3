"""One of two: what merging moves, unites and keeps, and that each merge can be undone by itself, in any order."""

from itertools import permutations
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import pytest

from graph.errors import Conflict, WriteRefused
from graph.exchange import importer
from graph.log.history import history
from graph.matching.duplicates import Duplicates
from graph.operations.all import OPERATIONS
from graph.records import Action
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store
from graph.writing.commands import Command, Connect, Create, Delete, Disconnect, Merge, Split, Update
from graph.writing.write import review, undo, write
from tests.graph.writing import ADMIN, CONTRIBUTOR, REVIEWER, contents, do, log, properties

pytestmark = pytest.mark.anyio

TOPIC, OTHER_TOPIC = Create("Topic", {"id": "topic", "name": "Téma"}), Create("Topic", {"id": "other", "name": "Jiné"})


def body(id_: str, **more: Any) -> Create:
    return Create("Organization", {"id": id_, "name": f"Spolek {id_}", **more})


async def plain(store: Store) -> list[Any]:
    """The graph without what every write changes."""
    elements, links = await contents(store)
    [[nodes]] = elements
    passing = ("version", "updatedAt")
    return [[[labels, {n: v for n, v in p.items() if n not in passing}] for labels, p in nodes], links]


async def merge(store: Store, keep: str, *gone: str, **options: Any) -> int:
    [*_, last] = await do(store, *(Merge(keep, id_) for id_ in gone), **options)
    return last.sequence or 0


async def links(store: Store) -> list[tuple[str, str, str]]:
    rows = await store.read(
        "MATCH (a:Element)-[c]->(b:Element) RETURN a.id, type(c), b.id ORDER BY a.id, type(c), b.id"
    )
    return [(start, type_, end) for start, type_, end in rows]


async def test_connections_move_without_doubling(fresh: Store) -> None:
    await do(fresh, body("a"), body("b"), TOPIC, OTHER_TOPIC)
    await do(fresh, Connect("WORKS_ON", "a", "topic"), Connect("WORKS_ON", "b", "topic", properties={"since": "2020"}))
    await do(fresh, Connect("WORKS_ON", "b", "other"), Connect("PARTNERS_WITH", "b", "a"))
    await merge(fresh, "a", "b")
    assert await links(fresh) == [("a", "WORKS_ON", "other"), ("a", "WORKS_ON", "topic")]
    [[since]] = await fresh.read("MATCH (:Element {id: 'a'})-[c:WORKS_ON]->({id: 'topic'}) RETURN c.since")
    assert since == "2020"


async def test_connections_that_say_something_else_run_in_parallel(fresh: Store) -> None:
    await do(fresh, body("a"), body("b"), TOPIC)
    for id_, since in (("a", "2010"), ("b", "2020")):
        await do(fresh, Connect("WORKS_ON", id_, "topic", properties={"since": since}))
    await merge(fresh, "a", "b")
    rows = await fresh.read("MATCH (:Element {id: 'a'})-[c:WORKS_ON]->() RETURN c.since, c.parallel ORDER BY c.since")
    assert rows == [["2010", None], ["2020", "b"]]


async def test_names_are_kept_and_what_is_missing_is_filled_in(fresh: Store) -> None:
    await do(fresh, body("a", url="https://a.cz"), body("b", ico="70947422", url="https://b.cz", alternateNames=["B"]))
    done = await write(fresh, SCHEMA, [Merge("a", "b")], ADMIN)
    kept = await properties(fresh, "a")
    assert kept
    assert (kept["ico"], kept["url"], kept["alternateNames"]) == ("70947422", "https://a.cz", ["Spolek b", "B"])
    assert [(c.property, c.kept, c.gone) for c in done.contradictions] == [("url", "https://a.cz", "https://b.cz")]


async def test_a_merge_is_one_change_and_both_histories_are_kept(fresh: Store) -> None:
    await do(fresh, body("a"), body("b"), body("c"))
    sequence = await merge(fresh, "a", "b", "c")
    assert {entry.change.sequence for entry in (await log(fresh))[-3:]} == {sequence}
    for id_ in ("a", "b", "c"):
        entries = (await history(fresh, SCHEMA, ADMIN.viewer, id_)).entries
        assert [entry.change.sequence for entry in entries] == [sequence, 1]
    assert [e.action for e in await log(fresh) if e.subject.touches == ("b",)] == [Action.CREATED, Action.DELETED]


async def test_writes_take_the_old_id_also_after_a_chain(fresh: Store) -> None:
    await do(fresh, body("a"), body("b"), body("c"), TOPIC)
    await merge(fresh, "b", "a")
    await merge(fresh, "c", "b")
    await do(fresh, Update("a", {"url": "https://c.cz"}), Connect("WORKS_ON", "b", "topic"))
    assert (await properties(fresh, "c") or {})["url"] == "https://c.cz"
    assert await links(fresh) == [("c", "WORKS_ON", "topic")]
    with pytest.raises(WriteRefused, match="already"):
        await do(fresh, body("a"))


async def test_what_cannot_become_one_is_refused(fresh: Store) -> None:
    library = Create("Library", {"id": "library", "name": "Knihovna"})
    await do(fresh, body("a"), body("b", visibility="members"), body("c"), TOPIC, library)
    await do(fresh, Connect("SAME_AS", "a", "c", properties={"status": "rejected"}))
    await do(fresh, Create("Role", {"id": "role", "name": "Role"}), Connect("PLAYS", "library", "role"))
    for keep, gone, why in (
        ("a", "a", "itself"),
        ("a", "topic", "type"),
        ("a", "b", "seen"),
        ("a", "c", "not the same"),
        ("a", "library", "PLAYS"),
        ("a", "nobody", "no element"),
    ):
        with pytest.raises(WriteRefused, match=why):
            await do(fresh, Merge(keep, gone))
    await do(fresh, Merge("library", "a"))


async def test_a_merge_that_would_lead_in_a_circle_is_refused(fresh: Store) -> None:
    terms = [Create("Topic", {"id": id_, "name": id_}) for id_ in "abc"]
    await do(fresh, *terms, Connect("BROADER", "a", "b"), Connect("BROADER", "b", "c"))
    with pytest.raises(WriteRefused, match="circle"):
        await do(fresh, Merge("a", "c"))
    await do(fresh, Merge("a", "b"))
    assert await links(fresh) == [("a", "BROADER", "c")]


async def test_contributors_propose_to_merge(fresh: Store) -> None:
    await do(fresh, body("a"), body("b"))
    [proposed] = await do(fresh, Merge("a", "b"), author=CONTRIBUTOR)
    assert proposed.status == "proposed"
    assert await properties(fresh, "b")
    done = await review(fresh, SCHEMA, proposed.sequence or 0, REVIEWER, accept=True)
    assert await properties(fresh, "b") is None
    before = await plain(fresh)
    undone = await undo(fresh, SCHEMA, done.outcomes[0].sequence or 0, REVIEWER)
    assert await properties(fresh, "b")
    await undo(fresh, SCHEMA, undone.sequence, REVIEWER)
    assert await plain(fresh) == before


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_each_merge_of_a_chain_is_undone_in_any_order(fresh: Store, order: tuple[int, ...]) -> None:
    await do(fresh, *(body(id_, alternateNames=[id_]) for id_ in "abcd"), TOPIC, OTHER_TOPIC)
    await do(fresh, Update("a", {"ico": "70947422"}), Update("b", {"url": "https://b.cz"}))
    await do(
        fresh,
        Connect("WORKS_ON", "a", "topic", properties={"since": "2001"}),
        Connect("WORKS_ON", "b", "topic"),
        Connect("WORKS_ON", "c", "other"),
        Connect("PARTNERS_WITH", "a", "d"),
        Connect("PARTNERS_WITH", "b", "c"),
    )
    before = await plain(fresh)
    merges = [await merge(fresh, keep, gone) for keep, gone in (("b", "a"), ("c", "b"), ("c", "d"))]
    for number in order:
        await undo(fresh, SCHEMA, merges[number], ADMIN)
    assert await plain(fresh) == before


@pytest.mark.parametrize("seed", range(12))
async def test_merges_made_and_undone_at_random_leave_the_map_as_it_was(fresh: Store, seed: int) -> None:
    random = Random(seed)
    ids = "abcde"
    await do(fresh, *(body(id_, **_made_up(random, id_)) for id_ in ids), TOPIC, OTHER_TOPIC)
    for _ in range(12):
        await do(fresh, _connection(random, ids))
    before = await plain(fresh)
    left, merges = list(ids), []
    while len(left) > 1:
        keep, gone = random.sample(left, 2)
        merges.append(await merge(fresh, keep, gone))
        left.remove(gone)
        if len(merges) > 1 and random.random() < 0.3:
            again = merges.pop(random.randrange(len(merges)))
            await undo(fresh, SCHEMA, again, ADMIN)
            left = [id_ for [id_] in await fresh.read("MATCH (n:Organization) RETURN n.id ORDER BY n.id")]
            if random.random() < 0.5:
                break
    random.shuffle(merges)
    for sequence in merges:
        await undo(fresh, SCHEMA, sequence, ADMIN)
    assert await plain(fresh) == before
    assert await fresh.read("MATCH (m:Internal {kind: 'Merged'}) RETURN count(m)") == [[0]]


def _made_up(random: Random, id_: str) -> dict[str, Any]:
    found = {"url": f"https://{id_}.cz", "alternateNames": random.sample("xyz", 2), "legalForm": random.choice("mn")}
    return {name: value for name, value in found.items() if random.random() < 0.6}


def _connection(random: Random, ids: str) -> Command:
    one, other = random.sample(ids, 2)
    given = random.choice(({}, {"since": "2001"}, {"since": "2002"}, {"note": "ano"}))
    if random.random() < 0.5:
        return Connect("PARTNERS_WITH", one, other, properties=given)
    return Connect("WORKS_ON", one, random.choice(("topic", "other")), properties=given)


async def test_what_was_corrected_since_stays_and_what_was_removed_is_listed(fresh: Store) -> None:
    await do(fresh, body("a"), body("b", url="https://b.cz"), TOPIC, OTHER_TOPIC)
    await do(fresh, Connect("WORKS_ON", "b", "topic"), Connect("WORKS_ON", "b", "other"))
    sequence = await merge(fresh, "a", "b")
    await do(fresh, Update("a", {"url": "https://new.cz"}), Disconnect("WORKS_ON", "a", "other"))
    done = await undo(fresh, SCHEMA, sequence, ADMIN)
    assert (await properties(fresh, "a") or {})["url"] == "https://new.cz"
    assert await links(fresh) == [("b", "WORKS_ON", "topic")]
    assert [(each.subject.touches, each.sequence) for each in done.left] == [(("b", "other"), None)]


async def test_what_a_later_merge_holds_is_listed_with_it(fresh: Store) -> None:
    await do(fresh, body("a"), body("b"), body("c"), Connect("PARTNERS_WITH", "a", "c"))
    before = await plain(fresh)
    first = await merge(fresh, "b", "a")
    second = await merge(fresh, "b", "c")
    done = await undo(fresh, SCHEMA, first, ADMIN)
    assert [(each.subject.touches, each.sequence) for each in done.left] == [(("a", "c"), second)]
    assert await links(fresh) == [("a", "PARTNERS_WITH", "b")]
    await undo(fresh, SCHEMA, second, ADMIN)
    assert await plain(fresh) == before


async def test_what_runs_between_the_two_is_listed_once(fresh: Store) -> None:
    await do(fresh, body("a"), body("b"), body("c"), Connect("PARTNERS_WITH", "a", "b", properties={"since": "2019"}))
    before = await plain(fresh)
    first, second = await merge(fresh, "a", "b"), await merge(fresh, "c", "a")
    done = await undo(fresh, SCHEMA, first, ADMIN)
    assert [(each.subject.touches, each.sequence) for each in done.left] == [(("a", "b"), second)]
    await undo(fresh, SCHEMA, second, ADMIN)
    assert await plain(fresh) == before


async def test_a_merge_is_not_undone_twice_or_where_the_kept_one_is_gone(fresh: Store) -> None:
    await do(fresh, body("a"), body("b"))
    sequence = await merge(fresh, "a", "b")
    [deleted] = await do(fresh, Delete("a"))
    with pytest.raises(Conflict, match="deletion"):
        await undo(fresh, SCHEMA, sequence, ADMIN)
    await undo(fresh, SCHEMA, deleted.sequence or 0, ADMIN)
    await undo(fresh, SCHEMA, sequence, ADMIN)
    with pytest.raises(Conflict, match="already"):
        await undo(fresh, SCHEMA, sequence, ADMIN)


async def test_splitting_hands_connections_to_a_new_element(fresh: Store) -> None:
    await do(fresh, body("a"), TOPIC, OTHER_TOPIC)
    await do(fresh, Connect("WORKS_ON", "a", "topic"), Connect("WORKS_ON", "a", "other", properties={"note": "ano"}))
    before = await plain(fresh)
    [done] = await do(fresh, Split("a", {"id": "b", "name": "B"}, [("WORKS_ON", "a", "other", None)]))
    assert await links(fresh) == [("a", "WORKS_ON", "topic"), ("b", "WORKS_ON", "other")]
    with pytest.raises(WriteRefused, match="has no WORKS_ON"):
        await do(fresh, Split("a", {"name": "C"}, [("WORKS_ON", "a", "other", None)]))
    await undo(fresh, SCHEMA, done.sequence or 0, ADMIN)
    assert await plain(fresh) == before


async def test_an_import_with_an_old_id_updates_the_kept_one(fresh: Store) -> None:
    rows: list[dict[str, Any]] = [
        {"label": "Organization", "id": "a", "name": "A", "alternateNames": ["AA"]},
        {"label": "Organization", "id": "b", "name": "B", "legalForm": "spolek"},
        {"label": "Topic", "id": "topic", "name": "Téma"},
        {"link": "WORKS_ON", "from": "b", "to": "topic"},
        {"link": "PARTNERS_WITH", "from": "a", "to": "b"},
    ]
    await _import(fresh, rows)
    await merge(fresh, "a", "b")
    merged = await plain(fresh)
    report = await _import(fresh, rows)
    assert await plain(fresh) == merged
    assert (report.elements.unchanged, report.connections.unchanged) == (3, 2)
    await _import(fresh, [{"label": "Organization", "id": "b", "name": "B", "url": "https://b.cz"}])
    await _import(fresh, [{"label": "Topic", "id": "other", "name": "Jiné"}])
    await _import(fresh, [{"link": "WORKS_ON", "from": "b", "to": "other"}])
    kept = await properties(fresh, "a") or {}
    assert (kept["name"], kept["url"], kept["alternateNames"]) == ("A", "https://b.cz", ["AA", "B"])
    assert await links(fresh) == [("a", "WORKS_ON", "other"), ("a", "WORKS_ON", "topic")]


async def _import(store: Store, rows: list[dict[str, Any]]) -> importer.Report:
    return await importer.load(store, SCHEMA, [Row(f"line {n}", dict(row)) for n, row in enumerate(rows, 1)])


async def test_an_id_that_nothing_answers_for_any_more_can_be_given_again(fresh: Store) -> None:
    await do(fresh, body("a"), body("b"), TOPIC, Connect("WORKS_ON", "b", "topic"))
    sequence = await merge(fresh, "a", "b")
    await do(fresh, Delete("a"))
    await do(fresh, body("b"), body("a"))
    with pytest.raises(Conflict, match="already"):
        await undo(fresh, SCHEMA, sequence, ADMIN)
    await merge(fresh, "a", "b")
    assert await links(fresh) == []


async def test_the_work_list_goes_on_behind_a_pair_that_was_merged_meanwhile(fresh: Store) -> None:
    names = ("Spolek přátel hudby", "Rybářský svaz", "Divadelní soubor")
    twins = [(f"{letter}1", f"{letter}2", name) for letter, name in zip("abc", names, strict=True)]
    await do(
        fresh, *(Create("Organization", {"id": id_, "name": name}) for one, two, name in twins for id_ in (one, two))
    )
    context = cast("Any", SimpleNamespace(store=fresh, viewer=ADMIN.viewer, duplicates=Duplicates(fresh)))
    asked = {"of": None, "sequence": None, "types": None, "minScore": 0.7, "first": 1, "after": None}

    async def page(after: str | None) -> Any:
        return await OPERATIONS["duplicates"].answer(context, {**asked, "after": after})

    first = await page(None)
    assert (first.rows[0].one, first.more) == ("a1", True)
    await do(fresh, Merge("a1", "a2"), Merge("b1", "b2"))
    second = await page(first.end)
    assert ([each.one for each in second.rows], second.more) == (["c1"], False)  # the list is some seconds old
