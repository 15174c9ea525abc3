"""A twin of the shared Neo4j, and how it is compared with what a reader sees."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from graph.access import OPERATOR, Viewer
from graph.analysts.copying import READER
from graph.analysts.twin import Twin
from graph.exchange import exporter
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Store
from tests.graph.conftest import fresh

__all__ = ["fresh"]

FELLS = pytest.mark.skipif(not os.environ.get("SPOJENCI_TEST_FAULTS"), reason="`make test-faults` fells a Neo4j")

WAIT = 120.0
"""Seconds that a twin may take to start on a busy machine."""


@pytest.fixture(scope="session")
def apart(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an embedded twin in a home of its own."""
    if settings.neo4j_uri:
        pytest.skip("the embedded twin comes with the embedded Neo4j")
    return settings.model_copy(update={"home": tmp_path_factory.mktemp("analysts"), "analysts_heap": "256m"})


@pytest.fixture
async def twin(fresh: Store, apart: Settings) -> AsyncIterator[Twin]:
    """A twin of a Neo4j that holds nothing yet; it is not started."""
    async with Twin(apart, fresh) as made:
        yield made


async def rows(store: Store, viewer: Viewer = OPERATOR) -> list[Any]:
    """All that an export for a viewer has."""
    return [row async for row in exporter.rows(store, SCHEMA, viewer)]


async def eventually(holds: Callable[[], Awaitable[bool]], seconds: float) -> None:
    """Wait until something holds, for so many seconds at most."""
    end = time.monotonic() + seconds
    while not await holds():
        if time.monotonic() > end:
            raise TimeoutError
        await asyncio.sleep(0.05)


async def same(source: Store, twin: Store, seconds: float = 10.0) -> list[Any]:
    """Wait until a twin holds what a reader sees; what that is."""

    async def holds() -> bool:
        return await rows(twin) == await rows(source, READER)

    try:
        await eventually(holds, seconds)
    except TimeoutError:
        assert await rows(twin) == await rows(source, READER)
    return await rows(twin)
