"""What another Spojenci is a source of: of what it says itself, and not of what it only passes on."""

from typing import Any

import pytest

from graph.exchange import peers
from graph.exchange.importer import load
from graph.exchange.peers import Peer
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store

pytestmark = pytest.mark.anyio

ROWS: list[dict[str, Any]] = [
    {"label": "Library", "id": "lipa", "name": "Knihovna Lípa", "alternateNames": ["Lípa"], "sources": ["register"]},
    {"label": "Topic", "id": "pamet", "name": "Paměť"},
    {"link": "WORKS_ON", "from": "lipa", "to": "pamet", "sources": ["register"]},
]


async def drawn_in(store: Store, *rows: dict[str, Any]) -> list[tuple[int, int]]:
    told = iter([Row(str(number), dict(row)) for number, row in enumerate(rows)])
    done = await peers.load(store, SCHEMA, Peer("https://maps.example"), told, strict=False)
    return [(counts.created, counts.updated) for counts in (done.elements, done.connections)]


async def test_who_passes_on_what_is_here_is_no_further_source(fresh: Store) -> None:
    await load(fresh, SCHEMA, [Row(str(number), dict(row)) for number, row in enumerate(ROWS)])
    assert await drawn_in(fresh, *ROWS) == [(0, 0), (0, 0)]
    assert await drawn_in(fresh, ROWS[0] | {"sources": []}) == [(0, 1), (0, 0)]
    assert await drawn_in(fresh, ROWS[0] | {"url": "https://lipa.example"}) == [(0, 1), (0, 0)]


async def test_files_of_one_name_make_no_two_elements_one(fresh: Store) -> None:
    here: dict[str, Any] = {
        "label": "Organization",
        "id": "mapa-1",
        "name": "Skaut Zlín",
        "sources": ["file-mapa.xlsx"],
    }
    await load(fresh, SCHEMA, [Row("1", here)])
    assert (await drawn_in(fresh, here | {"name": "Sokol Brno"}))[0] == (1, 0)
    assert await fresh.read("MATCH (n {id: 'mapa-1'}) RETURN n.name") == [["Skaut Zlín"]]
