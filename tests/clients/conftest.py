"""A server whose log holds a change to hear of, and the clients of npm."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph.settings import Settings
from graph.store import Endpoint, Store
from graph.writing.commands import Create, Update
from tests import npm
from tests.live.conftest import put
from tests.serving import served


@pytest.fixture(scope="session")
def packages() -> Path:
    """The folder in which the clients are installed."""
    return npm.installed(Path(__file__).resolve().parent / "npm")


@pytest.fixture
def server(endpoint: Endpoint, settings: Settings) -> Iterator[httpx.Client]:
    """A client of a server without limits."""
    with served(settings, endpoint) as client:
        yield client


@pytest.fixture
async def after(empty_graph: None, store: Store, server: httpx.Client) -> str:
    """The cursor of the creation of a library, which has a new name since then."""
    await put(store, Create("Library", {"id": "one", "name": "Jedna"}))
    await put(store, Update("one", {"name": "První"}))
    async with httpx.AsyncClient(base_url=server.base_url) as client:
        changes = (await client.get("/v1/changes", params={"first": 1})).json()
    cursor: str = changes["pageInfo"]["endCursor"]
    return cursor
