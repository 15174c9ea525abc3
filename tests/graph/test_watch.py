"""Whoever looks whether Neo4j answers has it made ready, each time that it has come back."""

import asyncio
from collections import Counter
from typing import cast

import pytest
from prometheus_client import CollectorRegistry

from graph.errors import DatabaseUnavailable
from graph.store import Store
from graph.store.condition import Condition
from graph.store.watch import Watch


class _Away:
    """A store whose Neo4j is there or away."""

    def __init__(self) -> None:
        self.condition, self.is_away = Condition(), False
        self.silent, self.renewed = 0, 0

    async def verify(self, seconds: float) -> None:
        if self.is_away:
            raise DatabaseUnavailable("away")
        if self.silent:
            self.silent -= 1
            await asyncio.sleep(seconds)
            raise DatabaseUnavailable("silent")

    async def renew(self) -> None:
        self.renewed += 1

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


@pytest.mark.parametrize("is_embedded", [False, True])
async def test_connections_are_renewed_where_one_is_silent_and_another_answers_at_once(is_embedded: bool) -> None:
    store = _Away()
    store.condition.is_idle = (lambda: False) if is_embedded else None

    async def warm() -> None:
        pass

    async with Watch(cast(Store, store), warm, CollectorRegistry()) as watch:
        await watch.look()
        assert store.renewed == 0
        store.silent = 1
        while store.silent:
            await watch.look()
        await watch.look()
        assert store.renewed == (0 if is_embedded else 1)
        assert store.condition.trouble is None
