"""What the tests share, and how they are written.

Policy: the smallest data that prove the point, written in the test; the real parts, so a real Neo4j, a real server and
real processes, and nothing replaced; what a user sees is tested, not how it is done.

The Neo4j is, in this order: the one of NEO4J_URI; a container, where an engine runs and SPOJENCI_TEST_NEO4J is not
``embedded``; the embedded one in a home of its own. The header of the report says which. Tests delete everything in it:
a Neo4j of NEO4J_URI that is not empty is refused, unless SPOJENCI_TEST_WIPE=1.

``connection``   the Neo4j, as the service gets it; one for the session
``settings``     settings that belong to it
``store``        a store on it, with constraints; tests that use it are ``async def`` (anyio's plugin runs them)
``empty_graph``  the same, with nothing in it
``seeded``       the same, with the seed in it and nothing else; a test that writes has to restore
``client``       an httpx client of a real server on the seeded graph
"""

import os
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import httpx
import pytest
import uvicorn

from api.app import create_app
from graph import database
from graph.database import Connection
from graph.settings import Settings
from graph.store import Store

IMAGE = "neo4j:5.26-community"
WIPE = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"

FOREIGN = {name: os.environ.pop(name) for name in [*os.environ] if name.startswith("NEO4J_")}
"""The Neo4j of the caller, taken out of the environment: a test that wants one says so."""

for _name in [*os.environ]:
    if _name.startswith("SPOJENCI_") and not _name.startswith(("SPOJENCI_TEST_", "SPOJENCI_CACHE")):
        del os.environ[_name]


def pytest_report_header() -> str:
    """Say which Neo4j is used."""
    return f"Neo4j: {_which()}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests on the seed come first and together, for loading it takes the longest."""
    items.sort(key=lambda item: "seeded" not in getattr(item, "fixturenames", ()))


@cache
def _which() -> str:
    if uri := FOREIGN.get("NEO4J_URI"):
        return f"{uri} (NEO4J_URI)"
    wanted = os.environ.get("SPOJENCI_TEST_NEO4J", "")
    if wanted == "container" or (not wanted and _engine_runs()):
        return f"container {IMAGE}"
    return "embedded"


def _engine_runs() -> bool:
    import docker

    try:
        return bool(docker.from_env(timeout=3).ping())
    except docker.errors.DockerException:
        return False


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """The event loop of the service; one for the session."""
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the shared Neo4j; nothing is seeded by itself."""
    home = tmp_path_factory.mktemp("home")
    return Settings(home=home, seed="none", heap="512m", pagecache="64m", neo4j_uri=FOREIGN.get("NEO4J_URI"))


@pytest.fixture(scope="session")
def connection(settings: Settings) -> Iterator[Connection]:
    """The shared Neo4j. Ends the session when it is not ours to wipe."""
    with ExitStack() as stack:
        if settings.neo4j_uri:
            user, password = FOREIGN.get("NEO4J_USERNAME", "neo4j"), FOREIGN.get("NEO4J_PASSWORD", "")
            yield Connection(settings.neo4j_uri, user, password)
        elif _which().startswith("container"):
            from testcontainers.community.neo4j import Neo4jContainer

            container = stack.enter_context(Neo4jContainer(IMAGE))
            yield Connection(container.get_connection_url(), container.username, container.password)
        else:
            yield stack.enter_context(database.connected(settings, service=True, progress=_silent))


def _silent(text: str, share: float | None) -> None:
    pass


@dataclass
class Contents:
    """What the shared Neo4j holds, as far as the fixtures know: ``empty``, ``seed`` or anything."""

    held: str = field(default="unknown")


@pytest.fixture(scope="session")
async def store(connection: Connection, settings: Settings) -> AsyncIterator[Store]:
    """A store on the shared Neo4j, which has its constraints."""
    async with connection.open(settings) as opened:
        if FOREIGN and os.environ.get("SPOJENCI_TEST_WIPE") != "1" and not await database.is_empty(opened):
            pytest.exit("The Neo4j of NEO4J_URI is not empty; SPOJENCI_TEST_WIPE=1 lets the tests delete all in it.", 2)
        await database.prepare(opened, settings, _silent, wait=60)
        yield opened


@pytest.fixture(scope="session")
def contents() -> Contents:
    """Kept by ``empty_graph`` and ``seeded``."""
    return Contents()


@pytest.fixture
async def empty_graph(store: Store, contents: Contents) -> Store:
    """The store, with nothing in it; what the test leaves is deleted by the next one."""
    contents.held = "unknown"
    await store.command(WIPE)
    return store


@pytest.fixture
async def seeded(store: Store, contents: Contents) -> Store:
    """The store, with the seed in it. A test that writes has to restore."""
    if contents.held != "seed":
        await store.command(WIPE)
        await database.fill(store, _silent)
        contents.held = "seed"
    return store


@pytest.fixture(scope="session")
def server(connection: Connection, settings: Settings) -> Iterator[str]:
    """The address of a real server on the shared Neo4j, whatever that holds."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(settings, connection), log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(20)


@pytest.fixture
def client(server: str, seeded: Store) -> Iterator[httpx.Client]:
    """A client of the server, on the seeded graph."""
    with httpx.Client(base_url=server, timeout=30) as opened:
        yield opened


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the checkout."""
    return Path(__file__).resolve().parent.parent
