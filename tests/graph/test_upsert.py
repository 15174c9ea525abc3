"""Writes about elements that may be there already, and connections that change together with an element."""

import asyncio

import pytest

from graph.errors import Refusal, WriteRefused
from graph.log.changes import Filter
from graph.schema import SCHEMA
from graph.store import Store
from graph.writing.commands import Command, Connect, Create, Known, Nested, Update
from graph.writing.write import review, undo
from tests.graph.writing import ADMIN, CLUB, CONTRIBUTOR, LIBRARY, REVIEWER, TEAM, contents, do, log, properties

pytestmark = pytest.mark.anyio

TOPICS = (Create("Topic", {"id": "sci", "name": "Věda"}), Create("Topic", {"id": "art", "name": "Umění"}))


def upsert(label: str, **given: object) -> Create:
    return Create(label, given, known=Known.UPDATED)


async def links(store: Store) -> list[list[object]]:
    return await store.read(
        "MATCH (a:Element)-[c]->(b:Element) WITH * ORDER BY a.id, b.id RETURN a.id, type(c), b.id, c.status"
    )


async def problem(store: Store, *commands: Command) -> Refusal:
    with pytest.raises(WriteRefused) as caught:
        await do(store, *commands)
    return caught.value.problems[0]


async def test_an_update_connects_and_disconnects_as_one_change_that_can_be_undone(fresh: Store) -> None:
    await do(fresh, *TEAM, *TOPICS, Connect("ABOUT", "club", "sci"))
    before = await contents(fresh)
    changed = {
        "topics": [Nested(disconnect="sci"), Nested(connect="art")],
        "participants": [Nested(connect="school", properties={"note": "ano"})],
    }
    [done] = await do(fresh, Update("club", {"url": "https://klub.cz"}, connections=changed))
    assert (done.action, done.version) == ("UPDATED", 2)
    assert [row[:3] for row in await links(fresh)] == [
        ["club", "ABOUT", "art"], ["kkfb", "RUNS", "club"], ["school", "TAKES_PART_IN", "club"]
    ]  # fmt: skip
    assert {entry.change.sequence for entry in (await log(fresh))[-4:]} == {done.sequence}
    assert done.sequence is not None
    await undo(fresh, SCHEMA, done.sequence, ADMIN)
    assert (await contents(fresh))[1] == before[1]


async def test_an_update_of_connections_alone(fresh: Store) -> None:
    await do(fresh, *TEAM, *TOPICS)
    about = Update("club", {}, connections={"topics": [Nested(connect="sci")]})
    first, second = (await do(fresh, about))[0], (await do(fresh, about))[0]
    assert (first.status, first.action, first.version) == ("applied", "UPDATED", 1)
    assert (second.status, second.action) == ("unchanged", None)
    gone = Update("club", {}, connections={"topics": [Nested(disconnect="art")]})
    assert (await problem(fresh, gone)).code == "NOT_FOUND"
    both = Update("club", {}, connections={"topics": [Nested(disconnect="sci", connect="art")]})
    assert "takes one of" in (await problem(fresh, both)).message


async def test_a_contributors_update_concerns_others_as_proposed(fresh: Store) -> None:
    await do(fresh, *TEAM, *TOPICS)
    changed = {"topics": [Nested(connect="sci")], "participants": [Nested(connect="school")]}
    [done] = await do(fresh, Update("club", {}, connections=changed), author=CONTRIBUTOR)
    assert done.status == "applied"
    assert [row for row in await links(fresh) if row[1] != "RUNS"] == [
        ["club", "ABOUT", "sci", None], ["school", "TAKES_PART_IN", "club", "proposed"]
    ]  # fmt: skip
    [done] = await do(fresh, Update("fair", {}, connections={"topics": [Nested(connect="sci")]}), author=CONTRIBUTOR)
    assert done.status == "proposed"
    assert done.sequence is not None
    await review(fresh, SCHEMA, done.sequence, REVIEWER, accept=True)
    assert ["fair", "ABOUT", "sci", None] in await links(fresh)


async def test_upsert_creates_then_updates_by_any_identifier(fresh: Store) -> None:
    [first] = await do(fresh, upsert("Library", name="Knihovna", ico="70947422", sigla="ABA001"))
    [again] = await do(fresh, upsert("Library", name="Knihovna", ico="70947422", sigla="ABA001"))
    [other] = await do(fresh, upsert("Library", sigla="aba 001", url="https://k.cz"))
    assert [(o.status, o.action) for o in (first, again, other)] == [
        ("applied", "CREATED"), ("unchanged", None), ("applied", "UPDATED")
    ]  # fmt: skip
    assert first.subject == again.subject == other.subject
    [organization] = await do(fresh, upsert("Organization", ico="70947422", description="x", name="Knihovna"))
    assert organization.subject == first.subject


async def test_upsert_by_id_and_what_it_refuses(fresh: Store) -> None:
    [made] = await do(fresh, upsert("Topic", id="sci", name="Věda"))
    [changed] = await do(fresh, upsert("Topic", id="sci", nameEn="Science"))
    assert (made.action, changed.action) == ("CREATED", "UPDATED")
    assert "give one of id" in (await problem(fresh, upsert("Topic", name="Věda"))).message
    assert (await problem(fresh, upsert("Topic", id="art"))).path[-1] == "name"
    await do(fresh, LIBRARY, Create("Library", {"id": "other", "name": "Jiná", "isil": "CZ-1"}))
    mixed = await problem(fresh, upsert("Library", ico="70947422", isil="CZ-1"))
    assert (mixed.code, "kkfb" in mixed.message, "other" in mixed.message) == ("TAKEN", True, True)


async def test_upsert_within_one_batch_and_at_once(fresh: Store) -> None:
    one = upsert("Organization", name="Muzeum", ico="70947422")
    first, second = await do(fresh, one, one)
    assert first.subject == second.subject
    await asyncio.gather(*(do(fresh, upsert("Organization", name="Galerie", wikidata="Q42")) for _ in range(8)))
    [[count]] = await fresh.read("MATCH (n:Organization {wikidata: 'Q42'}) RETURN count(n)")
    assert count == 1


async def test_an_upsert_connects_what_it_found(fresh: Store) -> None:
    await do(fresh, *TEAM, *TOPICS)
    topics = {"topics": [Nested(connect="sci")]}
    found = Create("Activity", {"id": "club"}, topics, known=Known.UPDATED)
    [first], [second] = await do(fresh, found), await do(fresh, found)
    assert (first.action, second.action) == ("UPDATED", None)


async def test_connect_or_create_keeps_what_is_there(fresh: Store) -> None:
    await do(fresh, CLUB)
    partner = Create("Organization", {"name": "Škola", "ico": "70947422"}, known=Known.KEPT)
    [made] = await do(fresh, Update("club", {}, connections={"participants": [Nested(create=partner)]}))
    renamed = Create("Organization", {"name": "Jinak", "ico": "70947422"}, known=Known.KEPT)
    fair = Create("Activity", {"id": "fair", "name": "Veletrh"}, {"participants": [Nested(create=renamed)]})
    [_, again] = await do(fresh, fair, Update("club", {}, connections={"participants": [Nested(create=renamed)]}))
    assert (made.action, again.action) == ("UPDATED", None)
    rows = await fresh.read("MATCH (n:Organization)-[:TAKES_PART_IN]->(a) RETURN n.name, a.id ORDER BY a.id")
    assert rows == [["Škola", "club"], ["Škola", "fair"]]


async def test_a_hidden_holder_of_an_identifier_is_not_told(fresh: Store) -> None:
    await do(
        fresh, Create("Organization", {"id": "secret", "name": "Tajná", "ico": "70947422", "visibility": "private"})
    )
    with pytest.raises(WriteRefused) as caught:
        await do(fresh, upsert("Organization", name="Moje", ico="70947422"), author=CONTRIBUTOR)
    assert "secret" not in str([p.message for p in caught.value.problems])
    assert (await properties(fresh, "secret") or {})["name"] == "Tajná"


async def test_a_proposed_upsert_is_accepted_as_shown(fresh: Store) -> None:
    await do(fresh, *TEAM)
    [done] = await do(fresh, upsert("Organization", id="school", url="https://s.cz"), author=CONTRIBUTOR)
    assert (done.status, done.action) == ("proposed", "UPDATED")
    assert done.sequence is not None
    await review(fresh, SCHEMA, done.sequence, REVIEWER, accept=True)
    assert (await properties(fresh, "school") or {})["url"] == "https://s.cz"
    assert await log(fresh, filter=Filter(statuses=frozenset({"proposed"}))) == []


async def test_c8_upsert_heeds_the_version(fresh: Store) -> None:
    await do(fresh, Create("Topic", {"id": "sci", "name": "Věda"}))
    [done] = await do(fresh, Create("Topic", {"id": "sci", "nameEn": "Science"}, known=Known.UPDATED, if_version=1))
    assert (done.action, done.version) == ("UPDATED", 2)
    stale = await problem(fresh, Create("Topic", {"id": "sci", "nameEn": "Art"}, known=Known.UPDATED, if_version=1))
    assert (stale.code, stale.path, stale.current["version"]) == ("CONFLICT", (0, "ifVersion"), 2)
    assert stale.current["nameEn"] == "Science"
    gone = await problem(fresh, Create("Topic", {"id": "art", "name": "Umění"}, known=Known.UPDATED, if_version=1))
    assert (gone.code, gone.current) == ("CONFLICT", {})
    await do(fresh, Create("Topic", {"id": "hid", "name": "Skryté", "visibility": "private"}))
    told = []
    for id_ in ("hid", "none"):
        unseen = Create("Topic", {"id": id_, "name": "x"}, known=Known.UPDATED, if_version=1)
        with pytest.raises(WriteRefused) as caught:
            await do(fresh, unseen, author=CONTRIBUTOR)
        told.append(caught.value.problems)
    assert told[0] == told[1]


async def test_c8_connect_or_create_heeds_the_version(fresh: Store) -> None:
    await do(fresh, CLUB, Create("Organization", {"id": "school", "name": "Škola", "ico": "70947422"}))

    def joined(version: int) -> Update:
        kept = Create("Organization", {"name": "x", "ico": "70947422"}, known=Known.KEPT, if_version=version)
        return Update("club", {}, connections={"participants": [Nested(create=kept)]})

    stale = await problem(fresh, joined(4))
    assert (stale.code, stale.path) == ("CONFLICT", (0, "connections", "participants", 0, "ifVersion"))
    assert stale.current["id"] == "school"
    [done] = await do(fresh, joined(1))
    assert done.action == "UPDATED"
