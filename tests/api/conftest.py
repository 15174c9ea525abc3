"""The golden graph: small, fixed, with one of everything. ``--update`` writes the golden files anew."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.exchange import importer
from graph.formats import registry
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store
from tests.conftest import WIPE

GOLDEN = Path(__file__).resolve().parent.parent / "golden"

Ask = Callable[..., Any]


def pytest_addoption(parser: pytest.Parser) -> None:
    """``pytest tests/api --update`` and ``--publish``."""
    parser.addoption("--update", action="store_true", help="write the golden files anew; their diff is the review")
    parser.addoption("--publish", action="store_true", help="publish the schema anew, with the breaks in it")


@pytest.fixture(scope="session")
def update(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written."""
    return bool(request.config.getoption("--update", default=False))


@pytest.fixture(scope="module")
def golden_graph(endpoint: Endpoint, settings: Settings, contents: Any) -> None:
    """``tests/golden/graph.jsonl`` is in the shared Neo4j, and nothing else. Its tests only read."""
    contents.seed = False

    async def fill() -> None:
        async with endpoint.open(settings) as store:
            await _fill(store)

    asyncio.run(fill())


async def _fill(store: Store) -> None:
    await store.command(WIPE)
    await importer.load(store, SCHEMA, registry.read(GOLDEN / "graph.jsonl"))
    await store.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")


@pytest.fixture
def golden(server: str, golden_graph: None) -> Iterator[httpx.Client]:
    """A client of a real server on the golden graph."""
    with httpx.Client(base_url=server, timeout=30) as client:
        yield client


@pytest.fixture
def ask(golden: httpx.Client) -> Ask:
    """Post a query, with variables as keywords, and return the whole answer."""

    def post(query: str, **variables: Any) -> Any:
        answer = golden.post("/graphql", json={"query": query, "variables": variables})
        assert answer.status_code == 200, answer.text
        found = answer.json()
        found.pop("extensions", None)  # what it cost
        return found

    return post
