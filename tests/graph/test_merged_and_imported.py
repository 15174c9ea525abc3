"""What people merge, split and reclassify, and the sources that go on saying what they said before."""

from typing import Any

import pytest

from graph.access import Author, Door, Role, Viewer
from graph.errors import WriteRefused
from graph.exchange import importer
from graph.exchange.importer import Report
from graph.exchange.sourcing import Origin
from graph.log import changes
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store, Transaction
from graph.writing.commands import (
    Connect,
    Create,
    Delete,
    Disconnect,
    Known,
    Merge,
    Nested,
    Split,
    Update,
    UpdateConnection,
)
from graph.writing.reclassifying import reclassify
from graph.writing.write import undo, write
from tests.graph.writing import ADMIN, CONTRIBUTOR, REVIEWER, do, properties

pytestmark = pytest.mark.anyio

Rows = list[dict[str, Any]]


def body(id_: str, **more: Any) -> Create:
    return Create("Organization", {"id": id_, "name": f"Spolek {id_}", **more})


def row(id_: str, label: str = "Organization", **more: Any) -> dict[str, Any]:
    return {"label": label, "id": id_, "name": f"Spolek {id_}", **more}


def link(type_: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"link": type_, "from": start, "to": end, **more}


async def load(store: Store, rows: Rows, content: str = "1", name: str = "mapa.jsonl", **options: Any) -> Report:
    placed = [Row(f"line {number}", one) for number, one in enumerate(rows, 1)]
    return await importer.load(store, SCHEMA, placed, origin=Origin(name, content), **options)


async def run(store: Store, statement: str) -> None:
    async def work(transaction: Transaction) -> None:
        await transaction.run(statement)

    await store.write(work, "test", timeout=10)


MAP: Rows = [row("keep"), row("gone"), row("third"), link("PARTNERS_WITH", "gone", "third")]


# ---------------------------------------------------------------------------------------------------- imported after it


async def test_what_was_merged_is_said_still(fresh: Store) -> None:
    await load(fresh, MAP)
    await do(fresh, Merge("keep", "gone"))
    again = await load(fresh, MAP[1:], "2", remove_gone=True)
    assert (again.gone, again.notices) == ([], [])
    assert await fresh.read("MATCH (k {id: 'keep'})-[:PARTNERS_WITH]-(o) RETURN o.id, k.sources") == [
        ["third", ["file-mapa.jsonl"]]
    ]


async def test_what_was_understood_stays_though_its_source_calls_it_otherwise(fresh: Store) -> None:
    drawn = [row("keep"), row("third"), link("RELATED_TO", "keep", "third", kind="kamarádí")]
    await load(fresh, drawn)
    await reclassify(fresh, SCHEMA, "kamarádí", SCHEMA.by_type["PARTNERS_WITH"], REVIEWER)
    await load(fresh, drawn, "2", remove_gone=True)
    assert await fresh.read("MATCH (:Element)-[c]->(:Element) RETURN type(c), c.sources") == [
        ["PARTNERS_WITH", ["person-reviewer"]]
    ]


async def test_what_was_split_off_stays(fresh: Store) -> None:
    await load(fresh, MAP)
    await do(fresh, Split("gone", {"id": "other", "name": "Druhý"}, [("PARTNERS_WITH", "gone", "third", None)]))
    await load(fresh, MAP, "2", remove_gone=True)
    assert await fresh.read("MATCH (o)-[:PARTNERS_WITH]-({id: 'third'}) RETURN o.id") == [["other"]]


async def test_a_turned_place_is_no_circle(fresh: Store) -> None:
    places: Rows = [row("a", "Place"), row("b", "Place"), link("PART_OF", "a", "b")]
    await load(fresh, places)
    await do(fresh, Disconnect("PART_OF", "a", "b"), Connect("PART_OF", "b", "a"))
    again = await load(fresh, places, "2")
    assert again.refused == []
    assert await fresh.read("MATCH (x)-[:PART_OF]->(y) RETURN x.id, y.id") == [["b", "a"]]


async def test_a_changed_row_of_what_was_merged_neither_refuses_nor_contradicts(fresh: Store) -> None:
    library = {"label": "Library", "id": "library", "name": "Knihovna"}
    await load(fresh, [row("gone"), library])
    await do(fresh, Merge("library", "gone"))
    newer = [row("gone", url="https://b.example", description="Nový"), library | {"url": "https://a.example"}]
    done = await load(fresh, newer, "2", strict=True)
    assert done.refused == []
    assert (await properties(fresh, "library") or {})["url"] == "https://a.example"
    assert (await properties(fresh, "library") or {})["description"] == "Nový"


async def test_what_was_merged_into_what_was_deleted_stays_away(fresh: Store) -> None:
    await load(fresh, MAP)
    await do(fresh, Merge("keep", "gone"))
    [outcome] = await do(fresh, Delete("keep"))
    await load(fresh, MAP, "2")
    assert await fresh.read("MATCH (n:Organization) RETURN n.id") == [["third"]]
    assert outcome.sequence is not None
    await undo(fresh, SCHEMA, outcome.sequence, ADMIN)
    await load(fresh, MAP, "3")
    assert await fresh.read("MATCH (n:Organization) RETURN n.id ORDER BY n.id") == [["keep"], ["third"]]


async def test_each_source_of_what_was_deleted_twice_is_known(fresh: Store) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        await load(fresh, [row("gone"), row("third")], name, name)
        await do(fresh, Delete("gone"))
    for name in ("a.jsonl", "b.jsonl"):
        assert [each.subject.text for each in (await load(fresh, [row("gone")], f"{name} 2", name)).deleted] == [
            "Organization gone"
        ]


@pytest.mark.parametrize("said", [None, []])
async def test_no_row_takes_sources_away(fresh: Store, said: list[str] | None) -> None:
    await load(fresh, [row("keep")])
    await load(fresh, [row("keep", sources=said)], "2")
    assert (await properties(fresh, "keep") or {})["sources"] == ["file-mapa.jsonl"]


# ------------------------------------------------------------------------------------------------------------- merging


async def test_what_people_said_is_theirs_also_once_a_source_is_merged_into_it(fresh: Store) -> None:
    await do(fresh, body("keep", url="https://naše.example"))
    await load(fresh, [row("gone", url="https://jejich.example", description="Z registru")])
    await do(fresh, Merge("keep", "gone"))
    await load(fresh, [row("keep", url="https://nová.example", name="Jiný")], "2", "jina.jsonl")
    kept = await properties(fresh, "keep") or {}
    assert (kept["url"], kept["name"]) == ("https://naše.example", "Spolek keep")


async def test_needs_that_were_stated_on_different_days_are_one(fresh: Store) -> None:
    await do(fresh, body("keep"), body("gone"), Create("Resource", {"id": "room", "name": "Sál"}))
    await do(fresh, Connect("NEEDS", "keep", "room"), Connect("NEEDS", "gone", "room"))
    await run(fresh, "MATCH (:Element {id: 'gone'})-[c:NEEDS]->() SET c.confirmedAt = '2024-01-01'")
    await do(fresh, Merge("keep", "gone"))
    assert await fresh.read("MATCH (:Element {id: 'keep'})-[c:NEEDS]->() RETURN count(c)") == [[1]]


async def test_fields_of_both_stay_when_two_connections_become_one(fresh: Store) -> None:
    drawn: Rows = [
        row("keep"), row("third"), link("PARTNERS_WITH", "keep", "third", barva="červená"),
        link("RELATED_TO", "keep", "third", kind="kamarádí", síla="velká"),
    ]  # fmt: skip
    await load(fresh, drawn)
    await reclassify(fresh, SCHEMA, "kamarádí", SCHEMA.by_type["PARTNERS_WITH"], REVIEWER)
    [[extra]] = await fresh.read("MATCH (:Element)-[c:PARTNERS_WITH]->(:Element) RETURN c.extra")
    assert "červená" in extra and "velká" in extra


# -------------------------------------------------------------------------------------------------------------- rights


async def test_a_contributor_refuses_what_an_import_says_of_them_at_once(fresh: Store) -> None:
    await do(fresh, Create("Library", {"id": "kkfb", "name": "Knihovna"}))
    for status in ("proposed", "confirmed"):
        third: Rows = [row(status), link("PARTNERS_WITH", "kkfb", status, status=status)]
        await load(fresh, third, status, f"{status}.jsonl")
        refusal = UpdateConnection("PARTNERS_WITH", "kkfb", status, properties={"status": "rejected"})
        [outcome] = await do(fresh, refusal, author=CONTRIBUTOR)
        assert outcome.status == "applied"
        found = await fresh.read("MATCH ()-[c:PARTNERS_WITH]-({id: $id}) RETURN c.status, c.awaits", {"id": status})
        assert found == [["rejected", None]]


async def test_nobody_speaks_for_others(fresh: Store) -> None:
    await do(fresh, Create("Library", {"id": "kkfb", "name": "Knihovna"}))
    for sources in (["person-admin"], ["web", "person-reviewer"]):
        club = Create("Activity", {"id": "club", "name": "Klub", "sources": sources})
        with pytest.raises(WriteRefused, match="is other people"):
            await do(fresh, club, author=CONTRIBUTOR)
    await do(fresh, Create("Activity", {"id": "club", "name": "Klub", "sources": ["web"]}), author=CONTRIBUTOR)


async def test_splitting_shows_nobody_what_they_did_not_see(fresh: Store) -> None:
    person = Create("Person", {"id": "person", "name": "Jana", "visibility": "private"})
    await do(fresh, person)
    await do(fresh, Split("person", {"id": "other", "name": "Jana druhá"}))
    assert (await properties(fresh, "other") or {})["visibility"] == "private"


async def test_what_is_hidden_is_neither_named_by_a_merge_nor_moved_by_a_split(fresh: Store) -> None:
    library = Create("Library", {"id": "kkfb", "name": "Knihovna"})
    await do(fresh, library, body("keep"), body("hidden", visibility="private"))
    await do(fresh, Create("Role", {"id": "secret-role", "name": "Role", "visibility": "private"}))
    await do(fresh, Connect("PLAYS", "kkfb", "secret-role"), Connect("PARTNERS_WITH", "kkfb", "hidden"))
    with pytest.raises(WriteRefused, match="its connection PLAYS cannot be") as told:
        await write(fresh, SCHEMA, [Merge("keep", "kkfb")], CONTRIBUTOR, dry_run=True)
    assert "secret" not in str(told.value.problems)
    move = Split("kkfb", {"id": "other", "name": "Druhá"}, [("PARTNERS_WITH", "kkfb", "hidden", None)])
    with pytest.raises(WriteRefused) as refused:
        await write(fresh, SCHEMA, [move], CONTRIBUTOR)
    assert [each.code for each in refused.value.problems] == ["NOT_FOUND"]


async def test_an_id_that_answers_for_what_is_hidden_is_taken(fresh: Store) -> None:
    await do(fresh, body("keep"), body("gone"))
    await do(fresh, Merge("keep", "gone"))
    await do(fresh, Update("keep", {"visibility": "private"}))
    with pytest.raises(WriteRefused, match="already"):
        await do(fresh, body("gone"), author=Author(Viewer(Role.CONTRIBUTOR, "Klára", "kkfb"), Door.GRAPHQL))


async def test_a_merge_is_logged_for_those_who_saw_its_connections(fresh: Store) -> None:
    await do(fresh, body("keep"), body("gone"), body("hidden", visibility="private"))
    await do(fresh, Connect("PARTNERS_WITH", "gone", "hidden"))
    [outcome] = await do(fresh, Merge("keep", "gone"))

    async def work(transaction: Transaction) -> Any:
        return await changes.one(transaction, outcome.sequence or 0)

    _, records = await fresh.write(work, "one", timeout=10)
    assert {each.visibility for each in records if "hidden" in each.subject.touches} == {"private"}


# -------------------------------------------------------------------------------------------------------------- upserts


async def test_what_got_its_identifier_in_the_same_batch_is_connected_in_the_next(fresh: Store) -> None:
    await do(fresh, Create("Library", {"id": "x", "name": "X"}), body("y"))
    await do(fresh, Connect("PARTNERS_WITH", "x", "y"))
    first = Create("Library", {"id": "x", "name": "X", "isil": "CZ-ABA000"}, known=Known.UPDATED)
    second = Create(
        "Library", {"name": "X", "isil": "CZ-ABA000"}, {"partners": [Nested(connect="y")]}, known=Known.UPDATED
    )
    with pytest.raises(WriteRefused, match="earlier input of the same batch"):
        await do(fresh, first, second)
    await do(fresh, first)
    await do(fresh, second)
    assert await fresh.read("MATCH ({id: 'x'})-[c:PARTNERS_WITH]-() RETURN count(c)") == [[1]]
