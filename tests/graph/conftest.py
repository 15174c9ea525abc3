"""An empty graph with constraints for the tests of import and export; to be unified with the shared fixtures."""

from collections.abc import AsyncIterator

import pytest

from graph.derived import constraints
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store

WIPE = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"


@pytest.fixture
async def fresh(endpoint: Endpoint, settings: Settings) -> AsyncIterator[Store]:
    """A store on the shared Neo4j, which has its constraints and nothing else, before the test and after it."""
    async with endpoint.open(settings) as store:
        if await constraints.faults(store, SCHEMA):
            await constraints.apply(store, SCHEMA)
        await store.command(WIPE)
        yield store
        await store.command(WIPE)
