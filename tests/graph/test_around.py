"""Places keep the places around them, whoever writes, so that `within` need not walk there."""

import pytest

from graph.access import PRIVATE
from graph.exchange import exporter, importer
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store
from graph.upkeep import migrations
from graph.writing.commands import Command, Connect, Create, Delete, Disconnect, Update
from graph.writing.write import undo
from tests.graph.writing import ADMIN, do, log

pytestmark = pytest.mark.anyio

PLACES = ("land", "region", "district", "town")
CHAIN: list[Command] = [
    *(Create("Place", {"id": id_, "name": id_}) for id_ in PLACES),
    Connect("PART_OF", "town", "district"),
    Connect("PART_OF", "district", "region"),
    Connect("PART_OF", "region", "land"),
]


async def around(store: Store, id_: str = "town") -> list[str]:
    [[found]] = await store.read("MATCH (n:Place {id: $id}) RETURN n.around", {"id": id_})
    return list(found)


async def test_the_chain_is_made_whatever_the_order_of_writes(fresh: Store) -> None:
    await do(fresh, *CHAIN[:4])
    assert await around(fresh) == ["public town"]
    for connect in CHAIN[4:]:
        await do(fresh, connect)
    assert await around(fresh) == ["public district", "public land", "public region", "public town"]


async def test_what_is_moved_moves_all_within_and_an_undo_moves_it_back(fresh: Store) -> None:
    await do(fresh, *CHAIN, Create("Place", {"id": "other", "name": "other"}))
    before = await around(fresh)
    [moved, _] = await do(fresh, Disconnect("PART_OF", "district", "region"), Connect("PART_OF", "district", "other"))
    assert await around(fresh) == ["public district", "public other", "public town"]
    assert moved.sequence
    await undo(fresh, SCHEMA, moved.sequence, ADMIN)
    assert await around(fresh) == before
    [deleted] = await do(fresh, Delete("region"))
    assert await around(fresh) == ["public district", "public town"]
    assert deleted.sequence
    await undo(fresh, SCHEMA, deleted.sequence, ADMIN)
    assert await around(fresh) == before


async def test_a_hidden_place_hides_the_way_over_it(fresh: Store) -> None:
    await do(fresh, *CHAIN)
    await do(fresh, Update("region", {"visibility": "members"}))
    assert await around(fresh) == ["members land", "members region", "public district", "public town"]
    await do(fresh, Update("town", {"visibility": PRIVATE}))
    assert await around(fresh) == [f"private {id_}" for id_ in ("district", "land", "region", "town")]
    await do(fresh, Update("region", {"visibility": None}), Update("town", {"visibility": None}))
    assert await around(fresh) == ["public district", "public land", "public region", "public town"]


async def test_an_import_keeps_it_and_no_export_or_log_tells_of_it(fresh: Store) -> None:
    rows: list[dict[str, object]] = [{"label": "Place", "id": id_, "name": id_} for id_ in PLACES]
    rows += ({"link": "PART_OF", "from": a, "to": b} for a, b in (("region", "land"), ("town", "region")))
    await importer.load(fresh, SCHEMA, (Row(f"line {n}", data) for n, data in enumerate(rows)))
    assert await around(fresh) == ["public land", "public region", "public town"]
    moved: list[dict[str, object]] = [
        {"label": "Place", "id": "land", "visibility": "private"},
        {"link": "PART_OF", "from": "district", "to": "region"},
    ]
    await importer.load(fresh, SCHEMA, (Row(f"line {n}", data) for n, data in enumerate(moved)))
    assert await around(fresh) == ["private land", "public region", "public town"]
    assert await around(fresh, "district") == ["private land", "public district", "public region"]
    assert not any("around" in row for row in [row async for row in exporter.rows(fresh, SCHEMA)])
    assert not any("around" in {**entry.before, **entry.after} for entry in await log(fresh))


async def test_a_graph_from_before_gets_it_by_a_migration(fresh: Store) -> None:
    await do(fresh, *CHAIN)
    before = await around(fresh)
    for _ in range(2):
        await fresh.command("MATCH (n:Internal {kind: 'Migration'}) DELETE n")
        await fresh.command("MATCH (place:Place {id: 'town'}) REMOVE place.around")
        await migrations.apply(fresh, migrations.load(), lambda *_: None)
        assert await around(fresh) == before


async def test_foreign_letters_sort_as_plain_ones_in_a_graph_from_before(fresh: Store) -> None:
    await do(fresh, Create("Place", {"id": "lodz", "name": "Łódź"}))
    stored = "MATCH (place:Place {id: 'lodz'}) RETURN place.sortKey"
    before = await fresh.read(stored)
    await fresh.command("MATCH (place:Place {id: 'lodz'}) SET place.sortKey = 'łodz' + substring(place.sortKey, 4)")
    for _ in range(2):
        await fresh.command("MATCH (n:Internal {kind: 'Migration'}) DELETE n")
        await migrations.apply(fresh, migrations.load(), lambda *_: None)
        assert await fresh.read(stored) == before
