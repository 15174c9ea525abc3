"""The seeded graph of the whole suite, as a store to ask."""

import pytest

from graph.store import Store


@pytest.fixture
async def seeded(seeded: None, store: Store) -> Store:
    """A store on the shared Neo4j, which holds the seed. A test that writes has to restore."""
    return store
