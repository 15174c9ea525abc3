"""What people deleted although a source says it stays deleted when the source says it again."""

from typing import Any

import pytest

from graph.access import Author, Door, Role, Viewer
from graph.exchange import importer, reporting
from graph.exchange.importer import Report
from graph.exchange.sourcing import Origin
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store
from graph.writing import taking_back, write
from graph.writing.commands import Command, Connect, Create, Delete, Disconnect, Merge, Split
from graph.writing.reclassifying import reclassify

pytestmark = pytest.mark.anyio

LIBRARY = {"label": "Library", "id": "library", "name": "Knihovna"}
SCHOOL = {"label": "Organization", "id": "school", "name": "Škola"}
PARTNERS = {"link": "PARTNERS_WITH", "from": "library", "to": "school", "kinds": ["space"]}
RELATED = {"link": "RELATED_TO", "from": "library", "to": "school", "kind": "učí se s"}
FILE: list[dict[str, Any]] = [LIBRARY, SCHOOL, PARTNERS, RELATED]
EDITOR = Author(Viewer(Role.REVIEWER, "eva"), Door.REST)


async def load(store: Store, data: list[dict[str, Any]], content: str = "1", name: str = "mapa.jsonl") -> Report:
    rows = [Row(f"line {number}", one) for number, one in enumerate(data, 1)]
    return await importer.load(store, SCHEMA, rows, origin=Origin(name, content))


async def do(store: Store, *commands: Command) -> int:
    done = await write.write(store, SCHEMA, commands, EDITOR)
    sequence = done.outcomes[0].sequence
    assert sequence is not None
    return sequence


async def undo(store: Store, sequence: int) -> int:
    return (await write.undo(store, SCHEMA, sequence, EDITOR)).sequence


async def here(store: Store) -> set[str]:
    """The ids of elements, and the types of connections."""
    rows = await store.read(
        "MATCH (n:Element) WHERE NOT n:Source RETURN n.id AS it UNION ALL MATCH (:Element)-[c]->(:Element) RETURN type(c) AS it"
    )
    return {it for [it] in rows}


WHOLE = {"library", "school", "PARTNERS_WITH", "RELATED_TO"}
BOTH: list[Command] = [Disconnect("PARTNERS_WITH", "school", "library"), Disconnect("RELATED_TO", "library", "school")]


@pytest.mark.parametrize("content", ["1", "2"])
async def test_a_deleted_element_stays_deleted_with_what_led_to_it(fresh: Store, content: str) -> None:
    await load(fresh, FILE)
    sequence = await do(fresh, Delete("school"))
    again = await load(fresh, FILE, content)
    assert await here(fresh) == {"library"}
    assert [(each.place, each.subject.text, each.sequence) for each in again.deleted] == [
        ("line 2", "Organization school", sequence)
    ]
    assert (again.refused, again.elements.created, again.connections.total) == ([], 0, 0)
    told = reporting.data(again)
    assert told["differences"] == [{"place": "line 2", "label": "Organization", "id": "school", "deletedBy": sequence}]
    assert told["differenceCount"] == 1


async def test_a_connection_alone_that_leads_to_what_was_deleted_is_no_error(fresh: Store) -> None:
    await load(fresh, FILE)
    await do(fresh, Delete("school"))
    again = await load(fresh, [LIBRARY, PARTNERS])
    assert (again.refused, await here(fresh)) == ([], {"library"})


async def test_deleted_connections_stay_deleted_whichever_way_they_are_told(fresh: Store) -> None:
    await load(fresh, FILE)
    await do(fresh, *BOTH)
    again = await load(fresh, [*FILE, PARTNERS | {"from": "school", "to": "library"}], "2")
    assert await here(fresh) == {"library", "school"}
    assert {each.subject.type for each in again.deleted} == {"PARTNERS_WITH", "RELATED_TO"}
    assert (again.connections.created, again.connections.total) == (0, 0)


async def test_another_source_may_say_what_was_deleted(fresh: Store) -> None:
    await load(fresh, FILE)
    await do(fresh, *BOTH)
    await load(fresh, FILE, "other", "jina.jsonl")
    assert await here(fresh) == WHOLE


async def test_undoing_the_deletion_forgets_it_and_doing_it_again_does_not(fresh: Store) -> None:
    await load(fresh, FILE)
    undone = await undo(fresh, await do(fresh, Delete("school")))
    assert await fresh.read("MATCH (n:Internal {kind: 'Removed'}) RETURN n") == []
    again = await undo(fresh, undone)
    assert [each.sequence for each in (await load(fresh, FILE, "2")).deleted] == [again]
    await undo(fresh, again)
    await load(fresh, FILE, "3")
    assert await here(fresh) == WHOLE


async def test_what_a_person_makes_anew_is_there_and_the_source_says_it_too(fresh: Store) -> None:
    await load(fresh, FILE)
    await do(fresh, Delete("school"))
    await do(
        fresh, Create("Organization", {"id": "school", "name": "Škola"}), Connect("PARTNERS_WITH", "library", "school")
    )
    again = await load(fresh, FILE, "2")
    assert (await here(fresh), again.deleted) == (WHOLE, [])


async def test_what_is_undone_withdrawn_or_gone_comes_again(fresh: Store) -> None:
    first = (await load(fresh, FILE)).sequence
    assert first
    await undo(fresh, await undo(fresh, await undo(fresh, first)))
    await load(fresh, FILE)
    assert await here(fresh) == WHOLE
    await taking_back.withdraw_source(fresh, SCHEMA, "file-mapa.jsonl", EDITOR)
    await load(fresh, FILE)
    assert await here(fresh) == WHOLE


async def test_what_was_merged_or_made_by_people_alone_is_not_kept(fresh: Store) -> None:
    twin = {"label": "Organization", "id": "twin", "name": "Škola"}
    await load(fresh, [*FILE, twin])
    await do(fresh, Merge("school", "twin"))
    await do(
        fresh, Create("Organization", {"id": "club", "name": "Spolek"}), Connect("PARTNERS_WITH", "library", "club")
    )
    await do(fresh, Delete("club"))
    assert await fresh.read("MATCH (n:Internal {kind: 'Removed'}) RETURN n") == []


async def test_what_was_moved_to_another_element_stays_there(fresh: Store) -> None:
    await load(fresh, FILE)
    moved = [("PARTNERS_WITH", "library", "school", None)]
    await do(fresh, Split("school", {"id": "other", "name": "Druhá škola"}, moved))
    again = await load(fresh, FILE, "2")
    assert await fresh.read("MATCH (:Library)-[:PARTNERS_WITH]-(o) RETURN o.id") == [["other"]]
    assert [each.subject.type for each in again.deleted] == ["PARTNERS_WITH"]


async def test_what_was_understood_is_not_told_a_second_time(fresh: Store) -> None:
    drawn = [LIBRARY, SCHOOL, RELATED]
    await load(fresh, drawn)
    await reclassify(fresh, SCHEMA, "učí se s", SCHEMA.by_type["PARTNERS_WITH"], EDITOR)
    again = await load(fresh, drawn, "2")
    assert await here(fresh) == WHOLE - {"RELATED_TO"}
    assert [each.subject.type for each in again.deleted] == ["RELATED_TO"]
