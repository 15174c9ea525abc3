"""With Neo4j away every door says so at once, and works again by itself when Neo4j is back."""

import asyncio
import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph import database
from graph.settings import Settings
from graph.store import Endpoint
from tests.serving import served

QUESTION = {"query": "{ libraries { totalCount } }"}
DOORS = ["/v1/partners?for=a&topic=b", "/readyz", "/graphql?query={libraries{totalCount}}"]


def _assert_away(client: httpx.Client) -> None:
    for path in DOORS:
        answer = client.get(path)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "DATABASE_UNAVAILABLE" in answer.text
    assert client.post("/graphql", json=QUESTION).status_code == 503
    assert client.get("/healthz").status_code == 200


def test_a_neo4j_that_is_not_there(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with served(settings, Endpoint(f"bolt://127.0.0.1:{port}", "neo4j", "x")) as client:
        _assert_away(client)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Settings, Endpoint]]:
    """An embedded Neo4j of this test alone, to be killed."""
    settings = Settings(home=tmp_path, seed="none", heap="512m", pagecache="64m")
    with database.connected(settings, service=True, progress=lambda *_: None) as endpoint:
        yield settings, endpoint


@pytest.mark.slow
def test_a_neo4j_that_dies_and_comes_back(own: tuple[Settings, Endpoint]) -> None:
    settings, endpoint = own
    with served(settings, endpoint) as client:
        assert client.post("/graphql", json=QUESTION).json()["data"] == {"libraries": {"totalCount": 0}}
        os.kill(json.loads((settings.home / "neo4j.json").read_text())["java"], signal.SIGKILL)
        _assert_away(client)
        _wait(endpoint, settings)
        assert client.post("/graphql", json=QUESTION).json()["data"] == {"libraries": {"totalCount": 0}}
        for _ in range(120):  # it is warmed anew
            if client.get("/readyz").status_code == 200:
                break
            time.sleep(0.5)
        assert client.get("/readyz").json()["status"] == "ready"


def _wait(endpoint: Endpoint, settings: Settings) -> None:
    async def reached() -> None:
        async with endpoint.open(settings) as store:
            await database.reach(store, lambda *_: None, wait=60)

    asyncio.run(reached())
