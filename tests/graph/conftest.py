"""A store on an empty graph with its constraints, for the tests of what is written."""

from collections.abc import AsyncIterator

import pytest

from graph.derived import constraints
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store
from tests.conftest import WIPE, Contents


@pytest.fixture
async def fresh(endpoint: Endpoint, settings: Settings, contents: Contents) -> AsyncIterator[Store]:
    """A store on the shared Neo4j, which has its constraints and nothing else, before the test and after it."""
    contents.seed = False
    async with endpoint.open(settings) as store:
        if await constraints.faults(store, SCHEMA):
            await constraints.apply(store, SCHEMA)
        await store.command(WIPE)
        yield store
        await store.command(WIPE)
