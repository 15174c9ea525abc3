"""Connections say one thing once, and never lead in a circle: at every way into a real graph."""

from typing import Any

import orjson
import pytest

from graph.errors import InvalidFile, Problem, WriteRefused
from graph.exchange import importer
from graph.formats import registry
from graph.network.tables import ConnectionRow, ElementRow, tables
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store
from graph.writing.commands import Connect, Create, UpdateConnection
from tests.graph.writing import RUNS, TEAM, do

pytestmark = pytest.mark.anyio

TERMS = [{"label": "Topic", "id": id_, "name": id_} for id_ in "abc"]
CIRCLE = [{"link": "BROADER", "from": a, "to": b} for a, b in ("ab", "bc", "ca")]
SCHOOL = {"label": "Organization", "id": "school", "name": "Škola"}
OTHER = {"label": "Organization", "id": "other", "name": "Jiná"}


async def load(store: Store, *data: dict[str, Any]) -> importer.Report:
    return await importer.load(store, SCHEMA, [Row(f"line {n}", one) for n, one in enumerate(data, 1)])


async def links(store: Store) -> list[list[Any]]:
    text = "MATCH (a:Element)-[c]->(b) WHERE NOT a:Map RETURN a.id, type(c), b.id, properties(c) ORDER BY a.id, c.id"
    return await store.read(text)


def kumu(content: dict[str, Any], tmp_path: Any) -> Any:
    (file := tmp_path / "map.json").write_bytes(orjson.dumps(content))
    return registry.read(file)


async def test_f1_parallel_and_reversed_connections_of_a_kumu_map_are_united(fresh: Store, tmp_path: Any) -> None:
    """Two words for one thing, and a partnership reported from both sides, are one connection each."""
    elements = [{"label": "K", "type": "Knihovna"}, {"label": "A", "type": "Aktivita"}, {"label": "Š", "type": "Škola"}]
    connections = [
        {"from": "K", "to": "A", "type": "pořádá"},
        {"from": "K", "to": "A", "type": "organizuje"},
        {"from": "K", "to": "Š", "type": "partnerství"},
        {"from": "Š", "to": "K", "type": "partnerství"},
    ]
    content = {"elements": elements, "connections": connections}
    await importer.load(fresh, SCHEMA, kumu(content, tmp_path))
    assert sorted(type_ for _, type_, *_ in await links(fresh)) == ["PARTNERS_WITH", "RUNS"]
    again = await importer.load(fresh, SCHEMA, kumu(content, tmp_path))
    assert (again.connections.created, again.connections.updated) == (0, 0)


@pytest.mark.parametrize("ids", [("", "p"), ("p", ""), ("p", "q")])
async def test_f1_a_reversed_connection_of_a_canonical_file_adds_nothing(fresh: Store, ids: tuple[str, str]) -> None:
    """Whichever of the two has an id, and whether they come in one file or in two."""
    there, back = ({"link": "PARTNERS_WITH", "from": a, "to": b} for a, b in (("school", "other"), ("other", "school")))
    pair = [{**row, **({"id": id_} if id_ else {})} for row, id_ in zip((there, back), ids, strict=True)]
    await load(fresh, SCHOOL, OTHER, *pair)
    assert len(await links(fresh)) == 1
    await load(fresh, pair[1])
    assert len(await links(fresh)) == 1


async def test_f1_what_says_more_stands_beside(fresh: Store) -> None:
    """Another time of the same is a connection of its own."""
    row = {"link": "PARTNERS_WITH", "from": "school", "to": "other"}
    await load(fresh, SCHOOL, OTHER, {**row, "since": "2015"}, {**row, "id": "p", "since": "2020"})
    assert len(await links(fresh)) == 2


async def test_f1_a_write_that_adds_nothing_changes_nothing(fresh: Store) -> None:
    """A parallel connection that says nothing new is unchanged, not created."""
    await do(fresh, *TEAM)
    [same] = await do(fresh, Connect(RUNS.type, RUNS.start, RUNS.end, id="second"))
    [more] = await do(fresh, Connect(RUNS.type, RUNS.start, RUNS.end, id="third", properties={"since": "2015"}))
    assert [same.status, more.status] == ["unchanged", "applied"]


def test_f1_the_ranking_counts_distinct_elements() -> None:
    """Parallel connections weigh no more than one; one that goes on stands for one that has ended."""
    elements = [ElementRow("k", "Library", "K"), ElementRow("š", "Organization", "Š"), ElementRow("a", "Activity", "A")]
    found = tables(
        elements,
        [
            ConnectionRow("RUNS", "k", "a", until="2015"),
            ConnectionRow("RUNS", "k", "a"),
            ConnectionRow("PARTNERS_WITH", "k", "š"),
            ConnectionRow("PARTNERS_WITH", "š", "k"),
        ],
    )
    assert len(found.link) == 2
    assert not found.ended.any()


async def test_a_circle_is_refused_by_an_import(fresh: Store) -> None:
    """In one file and over two, with the circle named; nothing is written."""
    with pytest.raises(InvalidFile) as caught:
        await load(fresh, *TERMS, *CIRCLE)
    assert Problem("line 4", "BROADER would lead in a circle: a → b → c → a") in caught.value.problems
    await load(fresh, *TERMS, *CIRCLE[:2])
    with pytest.raises(InvalidFile):
        await load(fresh, CIRCLE[2])
    assert len(await links(fresh)) == 2


async def test_a_circle_is_refused_by_a_write(fresh: Store) -> None:
    """A connection, one that is confirmed, and several at once close no circle."""
    await do(fresh, *(Create("Topic", {"id": id_, "name": id_}) for id_ in "abc"))
    await do(fresh, Connect("BROADER", "a", "b"), Connect("BROADER", "b", "c"))
    with pytest.raises(WriteRefused) as caught:
        await do(fresh, Connect("BROADER", "c", "a"))
    assert caught.value.problems[0].message == "BROADER would lead in a circle: c → a → b → c"
    await do(fresh, Connect("BROADER", "c", "a", properties={"status": "proposed"}))
    with pytest.raises(WriteRefused):
        await do(fresh, UpdateConnection("BROADER", "c", "a", properties={"status": "confirmed"}))
