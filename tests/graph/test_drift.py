"""What plain Cypher writes is noticed, and taken into the log as an ordinary change."""

import pytest

from graph.derived import constraints
from graph.schema import SCHEMA
from graph.store import Store
from graph.upkeep import drift
from graph.writing.commands import Connect, Create
from graph.writing.write import undo
from tests.graph.writing import ADMIN, TEAM, brief, contents, do, log

pytestmark = pytest.mark.anyio

FOUND = "MATCH (n:Element {name: $name}) RETURN n {.*, labels: labels(n), times: n.createdAt IS NOT NULL}"


async def test_what_the_service_wrote_is_no_drift(fresh: Store) -> None:
    await do(fresh, *TEAM, Create("Place", {"id": "p", "name": "Obec", "location": {"latitude": 1, "longitude": 2}}))
    await do(fresh, Connect("LOCATED_IN", "kkfb", "p", None, {"since": "2015"}))
    found = await drift.find(fresh, SCHEMA)
    assert (found.records, found.unformed, found.refused, found.foreign, found.lost) == ([], 0, [], 0, False)
    assert (await drift.adopt(fresh, SCHEMA)).sequence is None


async def test_a_handmade_organization_is_noticed_and_adopted(fresh: Store) -> None:
    """Issue 16.1: `CREATE (:Organization {name: …})` was known to nobody, and never would be."""
    await do(fresh, *TEAM)
    await fresh.command(
        "MATCH (club:Activity {id: 'club'}) "
        "CREATE (:Organization {name: 'Spolek', mood: 'good'})-[:TAKES_PART_IN {since: '2020'}]->(club)"
    )
    assert str(await drift.find(fresh, SCHEMA)) == "1 elements created, 1 connections created"

    adopted = await drift.adopt(fresh, SCHEMA)

    [[made]] = await fresh.read(FOUND, {"name": "Spolek"})
    assert set(made["labels"]) == {"Organization", "Ally", "Element"}
    assert made["id"].startswith("spolek-") and made["sortKey"] and made["version"] == 1 and made["times"]
    assert made["extra"] == '{"mood":"good"}' and "mood" not in made
    entries = (await log(fresh))[-2:]
    assert {entry.change.reason for entry in entries} == {"adopt"}
    assert brief(entries) == [
        ("CREATED", made["id"], {}, {"name": "Spolek", "extra": '{"mood":"good"}'}),
        ("CREATED", made["id"], "club", {}, {"since": "2020"}),
    ]
    assert not (await drift.find(fresh, SCHEMA)).adoptable
    assert adopted.sequence
    await undo(fresh, SCHEMA, adopted.sequence, ADMIN)
    assert await fresh.read(FOUND, {"name": "Spolek"}) == []


async def test_what_was_changed_and_deleted_is_adopted(fresh: Store) -> None:
    await do(fresh, *TEAM)
    await fresh.command("MATCH (n {id: 'school'}) SET n.name = 'Základní škola', n.kind = 'school'")
    await fresh.command("MATCH (n {id: 'fair'}) DETACH DELETE n")
    await fresh.command("MATCH (:Library)-[r:RUNS]->() SET r.since = '2019'")
    found = await drift.adopt(fresh, SCHEMA)
    assert str(found) == "1 elements updated, 1 elements deleted, 1 connections updated"
    [[school]] = await fresh.read(FOUND, {"name": "Základní škola"})
    assert school["version"] == 2 and school["sortKey"].startswith("zakladni")
    before = {"name": "Škola", "kind": None}
    assert brief(await log(fresh))[-3][2:] == (before, {"name": "Základní škola", "kind": "school"})
    assert not (await drift.find(fresh, SCHEMA)).adoptable
    assert found.sequence
    await undo(fresh, SCHEMA, found.sequence, ADMIN)
    [[name, fair]] = await fresh.read("MATCH (n {id: 'school'}), (f {id: 'fair'}) RETURN n.name, f.name")
    assert (name, fair) == ("Škola", "Veletrh")


async def test_an_element_without_its_labels_gets_them_again(fresh: Store) -> None:
    await do(fresh, *TEAM)
    before = await contents(fresh)
    await fresh.command("MATCH (n {id: 'school'}) REMOVE n:Element, n.sortKey")
    found = await drift.adopt(fresh, SCHEMA)
    assert (found.unformed, found.records, found.sequence) == (1, [], None)
    assert [row[0] for row in (await contents(fresh))[0][0][0]] == [row[0] for row in before[0][0][0]]
    assert not (await drift.find(fresh, SCHEMA)).adoptable


async def test_what_the_model_does_not_allow_is_told_and_left(fresh: Store) -> None:
    await do(fresh, *TEAM)
    await fresh.command(
        "CREATE (:Organization {kind: 'x'}), (:Topic {name: ''}), (:Note {text: 'mine'})-[:ON]->(:Note)"
    )
    await fresh.command("MATCH (a {id: 'club'}), (b {id: 'fair'}) CREATE (a)-[:LIKES]->(b), (b)-[:RUNS]->(a)")
    await fresh.command("CREATE (:Library {id: [7], name: [8]}), (:Place {name: 'P', location: 'here', private: '{'})")
    found = await drift.adopt(fresh, SCHEMA)
    assert found.records == [] and found.foreign == 2
    told = " ".join(f"{each.place}: {each.message}" for each in found.refused)
    for part in ("name: is missing", "LIKES", "cannot lead from Activity", "must be a text", "latitude"):
        assert part in told, told


async def test_a_log_that_was_deleted_begins_anew(fresh: Store) -> None:
    """Issue 16.1: `MATCH (n) WHERE NOT n:Element DETACH DELETE n` took the log and the keys."""
    await do(fresh, *TEAM)
    before = await contents(fresh)
    await fresh.command("MATCH (n) WHERE NOT n:Element DETACH DELETE n")
    found = await drift.find(fresh, SCHEMA)
    assert found.lost and str(found) == "4 elements created, 1 connections created"
    adopted = await drift.adopt(fresh, SCHEMA)
    assert adopted.sequence == 1 and not (await drift.find(fresh, SCHEMA)).adoptable
    after = await contents(fresh)
    assert [each[1]["id"] for each in after[0][0][0]] == [each[1]["id"] for each in before[0][0][0]]
    assert [len(await log(fresh))] == [5]


async def test_two_of_one_id_are_one_too_many(fresh: Store) -> None:
    await fresh.command("DROP CONSTRAINT Organization_id")
    await do(fresh, *TEAM)
    await fresh.command("CREATE (:Organization {id: 'school', name: 'Druhá'})")
    found = await drift.find(fresh, SCHEMA)
    await fresh.command("MATCH (n {name: 'Druhá'}) DELETE n")
    await constraints.apply(fresh, SCHEMA)
    assert [problem.message for problem in found.refused] == ["another element has it too"]


async def test_values_of_wrong_types_are_noticed_and_put_right(fresh: Store) -> None:
    """Issue 16.1: a date as `until`, a number as `name`, a text where a list belongs: what is as good as a value is one."""
    await do(fresh, *TEAM, Connect("TAKES_PART_IN", "school", "club", None, {"until": "2020-02-03"}))
    await fresh.command(
        "MATCH (a {id: 'school'})-[r:TAKES_PART_IN]->(b) "
        "SET a.name = 7, a.alternateNames = 'Jiná', r.until = date('2020-02-03'), b.since = datetime('2019-05-06T00:00Z'), "
        "b.recurring = 'true', b.createdAt = 'then'"
    )
    assert str(await drift.find(fresh, SCHEMA)) == "2 elements updated, 1 incomplete or of wrong types"
    found = await drift.adopt(fresh, SCHEMA)
    assert found.refused == []
    [[school, club, until]] = await fresh.read(
        "MATCH (a {id: 'school'})-[r]->(b) RETURN a {.name, .alternateNames}, "
        "b {.since, .recurring, dated: b.createdAt IS :: ZONED DATETIME NOT NULL}, r.until"
    )
    assert (school, until) == ({"name": "7", "alternateNames": ["Jiná"]}, "2020-02-03")
    assert club == {"since": "2019-05-06", "recurring": True, "dated": True}
    assert not (await drift.find(fresh, SCHEMA)).adoptable


async def test_what_is_refused_keeps_its_connections(fresh: Store) -> None:
    """They stand: to log them as deleted, as it once did, would lose them for all who follow the log."""
    await do(fresh, *TEAM)
    await fresh.command("MATCH (n {id: 'kkfb'}) SET n.name = '', n.kind = [1, 2]")
    found = await drift.adopt(fresh, SCHEMA)
    assert (found.records, found.unformed) == ([], 0)
    told = " ".join(f"{each.place}: {each.message}" for each in found.refused)
    assert "name: must not be empty" in told and "kind: must be a text in quotes, not [1, 2]" in told
