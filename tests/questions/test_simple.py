"""The short questions: one fact each that everyone can check in the seed."""

from contextlib import suppress
from typing import Any

import pytest

from graph.questions.named import question
from graph.store import Store

pytestmark = pytest.mark.anyio


class _Undone(Exception):
    """Takes back what a transaction wrote."""


async def _ask(store: Store, name: str, key: str = "id", **values: Any) -> dict[str, dict[str, Any]]:
    asked = question(name)
    rows = await store.read(asked.text, asked.bind(values))
    names = [column.name for column in asked.columns]
    return {row[names.index(key)]: dict(zip(names, row, strict=True)) for row in rows}


async def test_activities_of_narrower_topics_count(seeded: Store) -> None:
    found = await _ask(seeded, "activities_by_topic", topic="zdravi")
    assert found["biblioterapeuticke-ctvrtky"]["organizers"] == ["Knihovna Kroměřížska"]
    assert found["biblioterapeuticke-ctvrtky"]["since"] == "2015"
    assert "pohadkoterapie-hradec-kralove" in found


async def test_libraries_of_a_district(seeded: Store) -> None:
    opened = await _ask(seeded, "libraries_in_place", place="cz0721", first=1000)
    every = await _ask(seeded, "libraries_in_place", place="cz0721", first=1000, includeClosed=True)
    assert opened["cz-library-900"]["municipality"] == "Kroměříž"
    assert opened.keys() < every.keys()
    assert {row["closed"] for row in opened.values()} == {False}
    assert opened.keys() < (await _ask(seeded, "libraries_in_place", place="cz072", first=1000)).keys()


async def test_partners_are_confirmed_and_read_from_both_sides(seeded: Store) -> None:
    found = await _ask(seeded, "partners_of", ally="cz-library-1795")
    assert found["cz-library-40"]["since"] == "2019"
    assert found["cz-library-40"]["kinds"] == ["method"]
    assert "nadace-osf" not in found  # a grant of 2008
    assert "urad-prace-cr" not in found  # proposed only
    assert "cz-library-1795" in await _ask(seeded, "partners_of", ally="cz-library-40")


async def test_founder_and_its_other_libraries(seeded: Store) -> None:
    found = await _ask(seeded, "founder_of", library="cz-library-1795")
    assert found["ico-00304450"]["name"] == "Město Vsetín"
    [[branch, founder]] = await seeded.read(
        "MATCH (b:Library)-[:FOUNDED_BY]->(f) WHERE b.closed IS NULL WITH f, collect(b.id) AS ids WHERE size(ids) > 5 "
        "RETURN ids[0], f.id ORDER BY f.id LIMIT 1"
    )
    assert len((await _ask(seeded, "founder_of", library=branch))[founder]["others"]) >= 5


async def test_topics_count_what_is_narrower(seeded: Store) -> None:
    found = await _ask(seeded, "topics_overview")
    assert (
        found["zdravi"]["activities"] >= found["dusevni-zdravi"]["activities"] >= found["biblioterapie"]["activities"]
    )
    assert found["dusevni-zdravi"]["broader"] == "Zdraví a duševní pohoda"
    assert found["dusevni-zdravi"]["allies"] > found["dusevni-zdravi"]["libraries"] > 0
    assert found["sdg-14"]["activities"] == 0
    assert {row["scheme"] for row in (await _ask(seeded, "topics_overview", scheme="sdg")).values()} == {"sdg"}


@pytest.mark.parametrize("topic", ["zdravi", "dusevni-zdravi", "sdg-14"])
async def test_about_a_topic_is_whom_the_overview_counts(seeded: Store, topic: str) -> None:
    asked = question("about_topic")
    [[total, ids]] = await seeded.read(asked.text, asked.bind({"topic": topic}))
    [[activities, allies]] = await seeded.read(
        "MATCH (e:Element) WHERE e.id IN $ids RETURN count(CASE WHEN e:Activity THEN e END), count(CASE WHEN e:Ally THEN e END)",
        {"ids": ids},
    )
    counted = (await _ask(seeded, "topics_overview"))[topic]
    assert (activities, allies) == (counted["activities"], counted["allies"])
    assert total == activities + allies and ids == sorted(set(ids))


async def test_gaps_are_what_nobody_there_serves(seeded: Store) -> None:
    found = await _ask(seeded, "gaps", "term", place="cz0721", first=200)
    assert "klima" in found and found["klima"]["elsewhere"] == 1
    assert not {"dusevni-zdravi", "zdravi", "group-seniori"} & found.keys()
    groups = await _ask(seeded, "gaps", "term", place="cz0721", types=["TargetGroup"], first=200)
    assert groups and all(id_.startswith("group-") for id_ in groups)


async def test_a_need_observed_there_comes_first(seeded: Store) -> None:
    await seeded.command(
        "MATCH (l:Library {id: 'cz-library-900'}) MATCH (t:Topic {id: 'osamelost'}) CREATE (l)-[:FACES]->(t)"
    )
    try:
        found = await _ask(seeded, "gaps", "term", place="cz0721", first=5)
        assert next(iter(found)) == "osamelost" and found["osamelost"]["needed"]
    finally:
        await seeded.command("MATCH ()-[r:FACES]->() DELETE r")


async def test_neighbours_in_both_directions(seeded: Store) -> None:
    found = await _ask(seeded, "neighbours", id="biblioterapeuticke-ctvrtky")
    assert (found["cz-library-900"]["link"], found["cz-library-900"]["direction"]) == ("RUNS", "in")
    assert (found["dusevni-zdravi"]["link"], found["dusevni-zdravi"]["direction"]) == ("ABOUT", "out")
    assert found["dusevni-zdravi"]["type"] == "Topic"


@pytest.mark.parametrize("outwards", [True, False])
async def test_partners_of_a_world_connect_it_whoever_noted_the_partnership(seeded: Store, outwards: bool) -> None:
    [[one, partner, topic]] = await seeded.read(
        "MATCH (one:Ally)-[tie:PARTNERS_WITH]-(partner:Ally)-[:RUNS]->(:Activity)-[:ABOUT]->(topic:Topic) "
        "WHERE (startNode(tie) = one) = $outwards AND partner.closed IS NULL AND tie.status IS NULL "
        "RETURN one.id, partner.id, topic.id ORDER BY one.id, partner.id, topic.id LIMIT 1",
        {"outwards": outwards},
    )
    before = (await _ask(seeded, "connectors", "ally", one=one, other=topic, first=100))[partner]["toOne"]
    asked = question("connectors")
    with suppress(_Undone):
        async with seeded.transaction("test", timeout=10) as transaction:
            await transaction.run(
                "MATCH (:Element {id: $one})-[tie:PARTNERS_WITH]-(:Element {id: $partner}) SET tie.status = 'rejected'",
                {"one": one, "partner": partner},
            )
            rows = await transaction.run(asked.text, asked.bind({"one": one, "other": topic, "first": 100}))
            raise _Undone
    assert {row[0]: row[1] for row in rows}.get(partner, 0) == before - 1
