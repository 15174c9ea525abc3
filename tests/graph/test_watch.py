"""Whoever looks whether Neo4j answers has it made ready, each time that it has come back."""

import asyncio
from collections import Counter
from typing import cast

from prometheus_client import CollectorRegistry

from graph.condition import Condition
from graph.errors import DatabaseUnavailable
from graph.store import Store
from graph.watch import Watch


class _Away:
    """A store whose Neo4j is there or away."""

    def __init__(self) -> None:
        self.condition, self.is_away = Condition(), False

    async def verify(self, _: float) -> None:
        if self.is_away:
            raise DatabaseUnavailable("away")

    async def read(self, *_: object, **__: object) -> list[list[float]]:
        return [[0.0, 0.0]]

    def give_up(self) -> None:
        pass


async def test_what_is_made_ready_is_made_ready_again_when_neo4j_has_come_back() -> None:
    store, done, ahead = _Away(), Counter[str](), asyncio.Event()

    async def warm() -> None:
        done["warm"] += 1

    async def plan_ahead() -> None:
        assert done["ahead"] < done["warm"]
        done["ahead"] += 1
        ahead.set()
        if done["ahead"] == 1:
            await asyncio.Event().wait()  # Neo4j has ended before it was through

    async with Watch(cast(Store, store), warm, CollectorRegistry(), plan_ahead) as watch:
        await asyncio.wait_for(ahead.wait(), 10)
        ahead.clear()
        store.is_away = True
        while store.condition.trouble is None:
            await asyncio.gather(watch.look(), return_exceptions=True)
        store.is_away = False
        await watch.look()
        await asyncio.wait_for(ahead.wait(), 10)
        assert await watch.warmed(10)
    assert done == {"warm": 2, "ahead": 2}
