"""Whether what the map says is still true: confirming it, by whom and when."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import ANY

import pytest

from graph.access import ANYBODY, Role, Viewer
from graph.errors import NotFound, WriteRefused
from graph.exchange import exporter, importer
from graph.log.changes import Filter, latest
from graph.network.reading import read_tables
from graph.network.refresh import refreshed
from graph.network.tables import LINKS
from graph.questions.answers import ask
from graph.questions.named import QUESTIONS
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store
from graph.upkeep import migrations
from graph.writing.commands import Confirm, Connect, Create, UpdateConnection
from graph.writing.write import review, undo
from tests.graph.writing import ADMIN, CONTRIBUTOR, REVIEWER, TEAM, contents, do, log, properties

pytestmark = pytest.mark.anyio

TODAY = datetime.now(UTC).date().isoformat()


async def connection(store: Store, type_: str) -> dict[str, Any]:
    rows = await store.read("MATCH ()-[c]->(:Element) WHERE type(c) = $type RETURN properties(c)", {"type": type_})
    return dict(rows[0][0])


async def test_an_element_is_confirmed_once_a_day_by_each_and_that_is_undone(fresh: Store) -> None:
    await do(fresh, *TEAM)
    [done] = await do(fresh, Confirm("school"), author=REVIEWER)
    found = await properties(fresh, "school")
    assert found and (found["confirmedAt"], found["confirmedBy"], found["version"]) == (TODAY, "Rita", 2)
    assert "corrected" not in found
    [again] = await do(fresh, Confirm("school"), author=REVIEWER)
    assert (done.status, again.status) == ("applied", "unchanged")
    last = (await log(fresh))[-1]
    assert (last.after, last.change.by) == ({"confirmedAt": TODAY, "confirmedBy": "Rita"}, "Rita")
    assert done.sequence
    await undo(fresh, SCHEMA, done.sequence, REVIEWER)
    found = await properties(fresh, "school")
    assert found and "confirmedAt" not in found and "confirmedBy" not in found


async def test_a_connection_is_confirmed_and_one_that_is_proposed_is_not(fresh: Store) -> None:
    await do(fresh, *TEAM, Connect("RUNS", "school", "fair", properties={"status": "proposed"}))
    [done] = await do(fresh, Confirm("kkfb", "RUNS", "club"))
    assert done.sequence
    rows = await fresh.read("MATCH ()-[c:RUNS {confirmedBy: 'operator'}]->(n) RETURN c.confirmedAt, n.id")
    assert rows == [[TODAY, "club"]]
    for wrong, code in ((Confirm("school", "RUNS", "fair"), "BAD_INPUT"), (Confirm("kkfb", "RUNS", "fair"), "NOT_FOUND"),
                        (Confirm("nobody"), "NOT_FOUND"), (Confirm("kkfb", "NONE", "fair"), "BAD_INPUT")):  # fmt: skip
        with pytest.raises(WriteRefused) as caught:
            await do(fresh, wrong)
        assert [each.code for each in caught.value.problems] == [code]
    await undo(fresh, SCHEMA, done.sequence, ADMIN)
    assert await fresh.read("MATCH ()-[c {confirmedBy: 'operator'}]->() RETURN c") == []


async def test_a_contributor_confirms_their_own_at_once_and_the_rest_as_a_proposal(fresh: Store) -> None:
    await do(fresh, *TEAM, Connect("PARTNERS_WITH", "school", "kkfb"), Connect("TAKES_PART_IN", "school", "fair"))
    own = Confirm("kkfb"), Confirm("kkfb", "RUNS", "club"), Confirm("school", "PARTNERS_WITH", "kkfb")
    assert [each.status for each in await do(fresh, *own, author=CONTRIBUTOR)] == ["applied"] * 3
    before = await contents(fresh)
    others = Confirm("school"), Confirm("school", "TAKES_PART_IN", "fair")
    [first, second] = [(await do(fresh, each, author=CONTRIBUTOR))[0] for each in others]
    assert (first.status, second.status, await contents(fresh)) == ("proposed", "proposed", before)
    assert second.sequence
    await review(fresh, SCHEMA, second.sequence, REVIEWER, accept=True)
    assert (await connection(fresh, "TAKES_PART_IN"))["confirmedBy"] == "Klára"


async def test_nothing_is_made_true_by_confirming_it_together_with_something_else(fresh: Store) -> None:
    await do(fresh, *TEAM, Connect("PARTNERS_WITH", "school", "kkfb"))
    change = UpdateConnection("PARTNERS_WITH", "school", "kkfb", properties={"note": "jinak"})
    outcomes = await do(fresh, Confirm("school", "PARTNERS_WITH", "kkfb"), change, author=CONTRIBUTOR)
    assert {each.status for each in outcomes} == {"proposed"}
    assert "confirmedAt" not in await connection(fresh, "PARTNERS_WITH")


async def rows(store: Store, viewer: Viewer) -> list[dict[str, Any]]:
    return [row async for row in exporter.rows(store, SCHEMA, viewer)]


async def test_a_confirmation_is_in_the_canonical_file_and_comes_back_with_it(fresh: Store) -> None:
    await do(fresh, *TEAM)
    await do(fresh, Confirm("kkfb"), Confirm("kkfb", "RUNS", "club"))
    out = await rows(fresh, ADMIN.viewer)
    stamped = [row for row in out if row.get("confirmedBy") == "operator" and row["confirmedAt"] == TODAY]
    assert [row.get("label") or row["link"] for row in stamped] == ["Library", "RUNS"]
    await fresh.command("MATCH (n:Element) DETACH DELETE n")
    await importer.load(fresh, SCHEMA, [Row(str(number), row) for number, row in enumerate(out)])
    assert await rows(fresh, ADMIN.viewer) == out
    again = await importer.load(fresh, SCHEMA, [Row("1", {"label": "Library", "id": "kkfb", "confirmedAt": "1999"})])
    assert again.elements.unchanged == 1


async def test_who_confirmed_is_told_to_members_alone(fresh: Store) -> None:
    await do(fresh, *TEAM)
    await do(fresh, Confirm("kkfb"), Confirm("kkfb", "RUNS", "club"))
    told = [sum("confirmedBy" in row for row in await rows(fresh, viewer))
            for viewer in (ANYBODY, Viewer(Role.READER, "r"))]  # fmt: skip
    assert told == [0, 2]
    assert sum("confirmedAt" in row for row in await rows(fresh, ANYBODY)) == 2


NEEDY = (
    *TEAM,
    Create("Resource", {"id": "room", "name": "Sál"}),
    Connect("NEEDS", "kkfb", "room"),
    Connect("OFFERS", "school", "room"),
)


async def age(store: Store, days: int) -> None:
    """Make all needs and offers eighteen months and some days old."""
    of = f"duration({{months: 18, days: {days}}})"
    await store.command(f"MATCH ()-[c:NEEDS|OFFERS]->() SET c.confirmedAt = toString(date() - {of})")


async def ended(store: Store) -> list[bool]:
    formula = next(p for p in SCHEMA.connection_common if p.name == "ended").of("c")
    return [row[0] for row in await store.read(f"MATCH ()-[c:NEEDS|OFFERS]->() RETURN {formula}")]


async def test_needs_and_offers_end_eighteen_months_after_the_last_word_and_come_back_by_it(fresh: Store) -> None:
    await do(fresh, *NEEDY)
    need = await connection(fresh, "NEEDS")
    assert (need["confirmedAt"], "confirmedBy" in need) == (TODAY, False)
    for days, over in ((0, False), (1, True)):
        await age(fresh, days)
        assert await ended(fresh) == [over, over]
    tables = await read_tables(fresh)
    assert {LINKS[link] for link in tables.link} == {"RUNS"}
    await do(fresh, Confirm("kkfb", "NEEDS", "room"))
    assert sorted(await ended(fresh)) == [False, True]
    assert "NEEDS" in {LINKS[link] for link in (await read_tables(fresh)).link}


async def test_the_ranking_follows_what_ends_without_a_change(fresh: Store) -> None:
    await do(fresh, *NEEDY)
    await age(fresh, 0)
    before, position = await read_tables(fresh), await latest(fresh)
    await age(fresh, 1)
    assert await refreshed(fresh, before, position) is before
    yesterday = (datetime.now(UTC) - timedelta(1)).date().isoformat()
    after = await refreshed(fresh, before, position, yesterday)
    assert {LINKS[link] for link in after.link} == {"RUNS"}


async def test_what_an_import_states_counts_from_its_day_and_is_not_renewed_by_the_same_import(fresh: Store) -> None:
    await do(fresh, *TEAM, Create("Resource", {"id": "room", "name": "Sál"}))
    row = Row("1", {"link": "NEEDS", "from": "kkfb", "to": "room"})
    await importer.load(fresh, SCHEMA, [row])
    assert (await connection(fresh, "NEEDS"))["confirmedAt"] == TODAY
    await age(fresh, 1)
    again = await importer.load(fresh, SCHEMA, [row])
    assert (again.connections.unchanged, await ended(fresh)) == (1, [True])


async def test_v0007_needs_that_are_there_count_from_the_day_of_the_migration(fresh: Store) -> None:
    await do(fresh, *NEEDY, Confirm("school", "OFFERS", "room"))
    await fresh.command("MATCH ()-[c:NEEDS]->() REMOVE c.confirmedAt")
    await fresh.command("MATCH ()-[c:OFFERS]->() SET c.confirmedAt = '2001'")
    for _ in range(2):
        await fresh.command("MATCH (n:Internal {kind: 'Migration'}) DELETE n")
        await migrations.apply(fresh, migrations.load(), lambda *_: None)
        assert [(await connection(fresh, type_))["confirmedAt"] for type_ in ("NEEDS", "OFFERS")] == [TODAY, "2001"]


async def test_a_proposed_need_counts_from_the_day_of_its_proposal(fresh: Store) -> None:
    await do(fresh, *TEAM, Create("Resource", {"id": "room", "name": "Sál"}))
    [proposed] = await do(fresh, Connect("NEEDS", "school", "room"), author=CONTRIBUTOR)
    assert proposed.sequence
    await fresh.command(
        f"MATCH (c:Internal {{kind: 'Change', sequence: {proposed.sequence}}}) SET c.at = c.at - duration('P3D')"
    )
    shown = (await log(fresh, REVIEWER.viewer, filter=Filter(statuses=frozenset({"proposed"}))))[-1].after
    assert shown["confirmedAt"] == TODAY


async def unconfirmed(store: Store, of: str, viewer: Viewer = ADMIN.viewer, **more: object) -> list[tuple[object, ...]]:
    rows = await ask(store, QUESTIONS["unconfirmed"], {"of": of, **more}, viewer)
    return [(row["link"], row["id"], row["confirmedAt"], row["ended"]) for row in rows]


async def test_what_was_not_confirmed_is_listed_of_a_library_and_of_a_region(fresh: Store) -> None:
    places = [Create("Place", {"id": id_, "name": id_}) for id_ in ("town", "region")]
    seats = Connect("PART_OF", "town", "region"), Connect("LOCATED_IN", "kkfb", "town")
    await do(fresh, *NEEDY, *places, *seats, Create("Activity", {"id": "secret", "name": "S", "visibility": "private"}),
             Connect("RUNS", "kkfb", "secret"))  # fmt: skip
    await do(fresh, Create("Activity", {"id": "over", "name": "O", "until": "2016"}), Connect("RUNS", "kkfb", "over"))
    await age(fresh, 1)
    open_ = [
        ("NEEDS", "room", ANY, True), ("LOCATED_IN", "town", None, False), ("RUNS", "club", None, False)
    ]  # fmt: skip
    assert await unconfirmed(fresh, "kkfb", ANYBODY) == open_
    assert await unconfirmed(fresh, "region", ANYBODY) == await unconfirmed(fresh, "town", ANYBODY) == open_
    assert ("RUNS", "secret", None, False) in await unconfirmed(fresh, "kkfb")
    await do(fresh, Confirm("kkfb", "RUNS", "club"), Confirm("kkfb", "NEEDS", "room"))
    assert await unconfirmed(fresh, "kkfb", ANYBODY) == [("LOCATED_IN", "town", None, False)]
    assert [row[0] for row in await unconfirmed(fresh, "kkfb", ANYBODY, since="2999")] == [
        None, None, "LOCATED_IN", "NEEDS", "RUNS"
    ]  # fmt: skip
    with pytest.raises(NotFound):
        await unconfirmed(fresh, "school")
