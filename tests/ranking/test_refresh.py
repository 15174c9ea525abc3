"""Columns brought up to date by the log are those that reading everything gives."""

from collections.abc import Awaitable, Callable
from dataclasses import fields

import numpy as np
import pytest

from graph.access import OPERATOR, Author, Door
from graph.exchange.importer import load
from graph.log.changes import latest
from graph.network.reading import read_tables
from graph.network.refresh import refreshed
from graph.network.tables import Tables
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store
from graph.writing import write
from graph.writing.commands import Command, Connect, Create, Delete, Disconnect, Update
from tests.ranking.conftest import CONNECTIONS, ELEMENTS

pytestmark = pytest.mark.anyio

AUTHOR = Author(OPERATOR, Door.CLI)

Change = Callable[[Store], Awaitable[object]]


def writes(*commands: Command) -> Change:
    async def change(store: Store) -> object:
        return await write.write(store, SCHEMA, commands, AUTHOR)

    return change


CHANGES: dict[str, Change] = {
    "new": writes(
        Create("Organization", {"id": "aaa", "name": "První", "kind": "brewery"}),
        Connect("TAKES_PART_IN", "aaa", "visits", None, {"since": "2021"}),
    ),
    "renamed": writes(Update("museum", {"name": "Jiné muzeum", "kind": "zoo", "visibility": "members"})),
    "parted": writes(Disconnect("TAKES_PART_IN", "museum", "visits")),
    "gone": writes(Delete("club"), Delete("school")),
    "rejected": writes(Connect("PARTNERS_WITH", "library", "museum", None, {"status": "rejected"})),
    "both": writes(Delete("aaa"), Create("Community", {"id": "zzz", "name": "Poslední"})),
    "moved": writes(Disconnect("LOCATED_IN", "library", "town"), Connect("LOCATED_IN", "library", "far")),
    "related": writes(Connect("RELATED_TO", "library", "museum", None, {"kind": "kritizuje"})),
}


def same(one: Tables, other: Tables) -> bool:
    return all(
        np.array_equal(np.asarray(before), np.asarray(now), equal_nan=each.name in ("latitude", "longitude"))
        for each in fields(Tables)
        for before, now in [(getattr(one, each.name), getattr(other, each.name))]
    )


async def test_as_if_read_anew(empty_graph: None, store: Store) -> None:
    lines = [*ELEMENTS, *CONNECTIONS]
    await load(store, SCHEMA, [Row(f"line {number}", dict(line)) for number, line in enumerate(lines, 1)])
    begin, first = await latest(store), await read_tables(store)
    assert await refreshed(store, first, begin) is first
    step = first
    for name, change in CHANGES.items():
        position = await latest(store)
        await change(store)
        read = await read_tables(store)
        step = await refreshed(store, step, position)
        assert same(step, read), name
        assert same(await refreshed(store, first, begin), read), name


async def test_what_the_model_does_not_name_counts_for_nothing(empty_graph: None, store: Store) -> None:
    lines = [*ELEMENTS, *CONNECTIONS]
    await load(store, SCHEMA, [Row(f"line {number}", dict(line)) for number, line in enumerate(lines, 1)])
    before = await read_tables(store)
    await CHANGES["related"](store)
    assert same(before, await read_tables(store))
