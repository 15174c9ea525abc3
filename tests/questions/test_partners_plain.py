"""``partners_plain.cypher``: the shape of an answer, who may be in it, and what a librarian would expect."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from graph.questions.explain import sentence
from graph.questions.named import question
from graph.store import Store

pytestmark = pytest.mark.anyio

PARTNERS = question("partners_plain")
SIGNALS = ["topic", "targetGroup", "nearness", "network", "resources"]
KROMERIZ, VSETIN, PSYCHIATRY = "cz-library-900", "cz-library-1795", "ico-00567914"

Row = dict[str, Any]


async def _ask(store: Store, ally: str, topic: str, **more: Any) -> list[Row]:
    names = [column.name for column in PARTNERS.columns]
    rows = await store.read(PARTNERS.text, PARTNERS.bind({"for": ally, "topic": topic, **more}))
    return [dict(zip(names, row, strict=True)) for row in rows]


async def _ids(store: Store, ally: str, topic: str, **more: Any) -> list[str]:
    return [row["id"] for row in await _ask(store, ally, topic, **more)]


@asynccontextmanager
async def _with(store: Store, statement: str) -> AsyncIterator[None]:
    """What a statement adds, marked ``test: true``, for a while."""
    try:
        await store.command(statement)
        yield
    finally:
        await store.command("MATCH (n {test: true}) DETACH DELETE n")
        await store.command("MATCH ()-[r]->() WHERE r.test DELETE r")


# ------------------------------------------------------------------------------------------------------- the shape


@pytest.mark.parametrize(
    ("ally", "topic"),
    [(KROMERIZ, "dusevni-zdravi"), (VSETIN, "vzdelavani"), ("cz-library-25", "sousedstvi"), ("coderdojo", "robotika"),
     ("ico-00304450", "aktivizace-senioru"), ("cz-library-898", "klima"), ("nadace-via", "sdg-14"),
     ("cz-library-705", "udrzitelnost")],
)  # fmt: skip
async def test_an_answer_adds_up_and_explains_itself(seeded: Store, ally: str, topic: str) -> None:
    rows = await _ask(seeded, ally, topic)
    assert len(rows) == 10
    assert [(-row["score"], row["id"]) for row in rows] == sorted((-row["score"], row["id"]) for row in rows)
    for row in rows:
        signals = row["signals"]
        assert [signal["signal"] for signal in signals] == SIGNALS
        assert all(0 <= signal["value"] <= 1 for signal in signals)
        assert sum(signal["weight"] for signal in signals) == pytest.approx(1)
        assert all(s["contribution"] == pytest.approx(s["value"] * s["weight"]) for s in signals)
        assert sum(signal["contribution"] for signal in signals) == pytest.approx(row["score"])
        assert 1 <= len(row["evidence"]) <= 3
        assert not row["known"] and row["id"] != ally
        for path in row["evidence"]:
            assert row["id"] in {end["elementId"] for step in path[:1] for end in (step["from"], step["to"])}
            name = row["name"].partition(",")[0]  # sentences leave out legal forms
            assert name in sentence(path, "cs") and name in sentence(path, "en")


async def test_evidence_is_stored_connections(seeded: Store) -> None:
    for row in await _ask(seeded, VSETIN, "dusevni-zdravi", includeKnown=True):
        for path in row["evidence"]:
            for step in path:
                found = await seeded.read(
                    f"MATCH (:Element {{id: $a}})-[r:{step['link']}]->(:Element {{id: $b}}) RETURN count(r)",
                    {"a": step["from"]["elementId"], "b": step["to"]["elementId"]},
                )
                assert found[0][0] > 0


async def test_weights_are_proportions(seeded: Store) -> None:
    usual = await _ask(seeded, KROMERIZ, "dusevni-zdravi")
    tenfold = await _ask(
        seeded, KROMERIZ, "dusevni-zdravi", topicWeight=4.0, targetGroupWeight=1.5, nearnessWeight=2.0, networkWeight=1.5,
        resourcesWeight=1.0,
    )  # fmt: skip
    assert [row["id"] for row in tenfold] == [row["id"] for row in usual]
    nearest = await _ask(
        seeded, KROMERIZ, "dusevni-zdravi", topicWeight=0.0, targetGroupWeight=0.0, nearnessWeight=1.0, networkWeight=0.0,
        resourcesWeight=0.0,
    )  # fmt: skip
    assert [row["score"] for row in nearest] == sorted((row["signals"][2]["value"] for row in nearest), reverse=True)


async def test_no_weight_at_all_is_a_score_of_zero(seeded: Store) -> None:
    zero = dict.fromkeys(
        ("topicWeight", "targetGroupWeight", "nearnessWeight", "networkWeight", "resourcesWeight"), 0.0
    )
    assert {row["score"] for row in await _ask(seeded, KROMERIZ, "dusevni-zdravi", **zero)} == {0.0}


async def test_first_only_cuts(seeded: Store) -> None:
    rows = await _ask(seeded, VSETIN, "dusevni-zdravi", first=8)
    assert await _ask(seeded, VSETIN, "dusevni-zdravi", first=3) == rows[:3]


@pytest.mark.parametrize(("ally", "topic"), [("nobody", "klima"), (KROMERIZ, "nothing"), ("klima", "klima")])
async def test_an_unknown_ally_or_topic_has_no_answer(seeded: Store, ally: str, topic: str) -> None:
    assert await _ask(seeded, ally, topic) == []


# -------------------------------------------------------------------------------------------------- who is in it


async def test_present_partners_are_left_out_unless_asked_for(seeded: Store) -> None:
    without = await _ids(seeded, KROMERIZ, "dusevni-zdravi")
    rows = {row["id"]: row for row in await _ask(seeded, KROMERIZ, "dusevni-zdravi", includeKnown=True)}
    for partner in (PSYCHIATRY, "horizont-kromeriz", "ico-00287351"):
        assert partner not in without
        assert rows[partner]["known"]
    assert not rows["cz-library-1393"]["known"]


async def test_who_was_a_partner_is_none(seeded: Store) -> None:
    add = (
        f"MATCH (a:Element {{id: '{KROMERIZ}'}}), (b:Element {{id: 'cz-library-1393'}}) "
        "CREATE (a)-[:PARTNERS_WITH {test: true, until: '2015-06'}]->(b)"
    )
    for until, known in (("2015-06", False), ("2100", True)):
        async with _with(seeded, add.replace("2015-06", until)):
            rows = await _ask(seeded, KROMERIZ, "dusevni-zdravi", includeKnown=True, first=300)
            assert next(row["known"] for row in rows if row["id"] == "cz-library-1393") is known


async def test_founders_and_branches_are_known(seeded: Store) -> None:
    rows = {row["id"]: row["known"] for row in await _ask(seeded, VSETIN, "klima", includeKnown=True, first=300)}
    assert rows["ico-00304450"] and rows["tic-vsetin"] and rows["coderdojo"]
    branches = await seeded.read(f"MATCH (:Library {{id: '{KROMERIZ}'}})<-[:OPERATED_BY]-(b) RETURN collect(b.id)")
    assert not {*branches[0][0]} & {*await _ids(seeded, KROMERIZ, "klima", first=300)}


async def test_a_proposed_partner_is_none(seeded: Store) -> None:
    add = (
        "MATCH (a:Library {id: 'cz-library-900'}) MATCH (b:Organization {id: 'urad-prace-cr'})"
        " CREATE (a)-[:PARTNERS_WITH {status: 'proposed', test: true}]->(b)"
    )
    before = await _ask(seeded, KROMERIZ, "zamestnanost")
    async with _with(seeded, add):
        assert await _ask(seeded, KROMERIZ, "zamestnanost") == before


async def test_a_rejected_connection_counts_as_nothing(seeded: Store) -> None:
    add = (
        "MATCH (a:Library {id: 'cz-library-900'}) MATCH (b:Library {id: 'cz-library-3'}) MATCH (t:Topic {id: 'fair-trade'})"
        " CREATE (a)-[:PARTNERS_WITH {status: 'rejected', test: true}]->(b)"
        " CREATE (b)-[:WORKS_ON {status: 'rejected', test: true}]->(t)"
    )
    async with _with(seeded, add):
        rows = {row["id"]: row for row in await _ask(seeded, KROMERIZ, "fair-trade", includeKnown=True, first=300)}
        assert "cz-library-3" not in rows
    async with _with(seeded, add.replace("rejected", "confirmed")):
        rows = {row["id"]: row for row in await _ask(seeded, KROMERIZ, "fair-trade", includeKnown=True, first=300)}
        assert rows["cz-library-3"]["known"] and rows["cz-library-3"]["signals"][0]["value"] > 0.7


async def test_closed_libraries_are_never_suggested(seeded: Store) -> None:
    [[closed]] = await seeded.read("MATCH (l:Library {closed: true}) RETURN collect(l.id)")
    for ally in (KROMERIZ, "cz-library-1", "cz-library-4005"):
        assert not {*closed} & {*await _ids(seeded, ally, "sdg-14", includeKnown=True, first=300)}


# --------------------------------------------------------------------------------------------- newcomers, new topics


async def test_a_newcomer_without_a_single_connection_gets_the_topic(seeded: Store) -> None:
    new = "CREATE (:Element:Ally:Organization:Library {id: 'new-library', name: 'Nová knihovna', test: true})"
    async with _with(seeded, new):
        rows = await _ask(seeded, "new-library", "dusevni-zdravi", first=5)
        assert {"horizont-kromeriz", PSYCHIATRY} <= {row["id"] for row in rows}
        assert all(row["signals"][0]["value"] > 0.5 for row in rows)


async def test_a_village_library_hears_of_its_town_first(seeded: Store) -> None:
    assert {*await _ids(seeded, "cz-library-898", "dusevni-zdravi", first=2)} == {"horizont-kromeriz", PSYCHIATRY}


async def test_a_topic_that_nobody_has_leads_to_the_nearest_topics(seeded: Store) -> None:
    new = (
        "MATCH (broader:Topic {id: 'dusevni-zdravi'})"
        " CREATE (:Element:Term:Topic {id: 'new-topic', name: 'Nové téma', test: true})-[:BROADER]->(broader)"
    )
    async with _with(seeded, new):
        rows = await _ask(seeded, VSETIN, "new-topic")
        assert {"horizont-kromeriz", PSYCHIATRY, KROMERIZ} <= {row["id"] for row in rows}
        assert max(row["signals"][0]["value"] for row in rows) < 0.85


async def test_a_topic_apart_from_all_leads_to_neighbours(seeded: Store) -> None:
    rows = await _ask(seeded, "cz-library-1", "sdg-14")
    assert len(rows) == 10
    assert all(row["signals"][2]["value"] > 0.5 for row in rows)


# ------------------------------------------------------------------------------------------ what a librarian expects


@pytest.mark.parametrize(
    ("ally", "topic", "expected"),
    [
        (VSETIN, "dusevni-zdravi", {"horizont-kromeriz", PSYCHIATRY, KROMERIZ, "cz-library-258"}),
        (KROMERIZ, "dusevni-zdravi", {"cz-library-258", "charita-uherske-hradiste"}),
        (KROMERIZ, "programovani", {"coderdojo", VSETIN, "cz-library-877"}),
        ("cz-library-1393", "sdileni-semen", {"grenoteky", "cz-library-2025"}),
        ("cz-library-25", "klima", {"udrzitelna-knihovna"}),
        ("ico-00287351", "zamestnanost", {"urad-prace-cr"}),
        ("cz-library-877", "lidska-prava", {"amnesty-international-cr", "jeden-svet"}),
        ("coderdojo", "programovani", {"cz-library-877", "fablab-brno"}),
    ],
)
async def test_what_a_librarian_expects_is_there(seeded: Store, ally: str, topic: str, expected: set[str]) -> None:
    assert expected <= {*await _ids(seeded, ally, topic)}


async def test_a_needed_resource_counts(seeded: Store) -> None:
    add = (
        "MATCH (a:Library {id: 'cz-library-705'}) MATCH (b:Resource {id: 'resource-grant'})"
        " CREATE (a)-[:NEEDS {test: true}]->(b)"
    )
    async with _with(seeded, add):
        rows = {row["id"]: row for row in await _ask(seeded, "cz-library-705", "aktivizace-senioru", first=300)}
    givers = {id_ for id_, row in rows.items() if row["signals"][4]["value"] > 0}
    assert givers <= {"nadace-via", "nadace-osf", "ministerstvo-kultury-cr"} and givers


async def test_the_newest_date_is_told(seeded: Store) -> None:
    rows = {row["id"]: row["newestEvidence"] for row in await _ask(seeded, VSETIN, "dusevni-zdravi")}
    assert rows["horizont-kromeriz"] == "2015"
    assert rows["cz-library-1082"] is None
