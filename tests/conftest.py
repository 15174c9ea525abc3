"""What the tests share, and how they are written.

Policy: the smallest data that prove the point, written in the test; the real parts, so a real Neo4j, a real server and
real processes, and nothing replaced; what a user sees is tested, not how it is done.

The Neo4j is, in this order: the one of NEO4J_URI; a container, where an engine runs that has the image already; the
embedded one in a home of its own. SPOJENCI_TEST_NEO4J=container or =embedded decides otherwise, and the header of the
report says which it is. Tests delete everything in it: a Neo4j of NEO4J_URI that is not empty is refused, unless
SPOJENCI_TEST_WIPE=1.

``make test`` runs as many processes as there are cores, each with a Neo4j of its own; all tests of a file run in one
process, those on the seed before the others. One Neo4j of NEO4J_URI serves one process.

``endpoint``     the Neo4j, as the service gets it; one for each process
``settings``     settings that belong to it
``store``        a store on it; tests that use it are ``async def``, and anyio's plugin runs them
``empty_graph``  makes sure that nothing is in it
``seeded``       makes sure that the seed is in it and nothing else; a test that writes has to restore
``client``       an httpx client of a real server on the seeded graph
``commands``     runs ``spojenci``, each command in a process of its own
"""

import gc
import os
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import hypothesis
import pytest
from testcontainers.core.config import testcontainers_config
from xdist.remote import Producer

from graph import database
from graph.derived import constraints
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store
from tests import seeding, workers
from tests.commands import Commands, ready
from tests.serving import address_of, on

IMAGE = "neo4j:5.26-community"
WIPE = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"

NEEDS_SEED = pytest.StashKey[bool]()
"""Whether a test of this session asks for the seed."""

hypothesis.settings.register_profile("few", max_examples=30)
hypothesis.settings.register_profile("fuzz", max_examples=2000)
hypothesis.settings.load_profile("few")

FOREIGN = {name: os.environ.pop(name) for name in [*os.environ] if name.startswith("NEO4J_")}
"""The Neo4j of the caller, taken out of the environment: a test that wants one says so."""

for _name in [*os.environ]:
    if _name.startswith("SPOJENCI_") and not _name.startswith(("SPOJENCI_TEST_", "SPOJENCI_CACHE")):
        del os.environ[_name]


def pytest_report_header() -> str:
    """Say which Neo4j is used."""
    return f"Neo4j: {_which()}"


def pytest_xdist_auto_num_workers() -> int:
    """As many as there can be databases; with 0 the tests run in this process."""
    return 0 if FOREIGN else workers.number()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> workers.InOrder:
    """Keep the order below."""
    config.option.loadscopereorder = False
    return workers.InOrder(config, log)


@pytest.hookimpl(trylast=True)  # when those that are left out have gone
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests on the seed come first, so that a database loses it once; in both halves slow files come first."""
    seeded = {item for item in items if "seeded" in getattr(item, "fixturenames", ())}
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item not in seeded, item.path not in slow))
    config.stash[NEEDS_SEED] = bool(seeded)


@cache
def _which() -> str:
    if uri := FOREIGN.get("NEO4J_URI"):
        return f"{uri} (NEO4J_URI)"
    wanted = os.environ.get("SPOJENCI_TEST_NEO4J") or ("container" if _has_image() else "embedded")
    return f"container {IMAGE}" if wanted == "container" else "embedded"


def _has_image() -> bool:
    docker: Any = import_module("docker")  # it has no types
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # where no engine answers, docker leaves its socket open
        try:
            engine = docker.from_env(timeout=3)
            return all(engine.images.get(image) for image in (IMAGE, testcontainers_config.ryuk_image))
        except docker.errors.DockerException:
            return False
        finally:
            gc.collect()


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """The event loop of the service; one for the session."""
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the shared Neo4j; nothing is seeded by itself, and questions may be large."""
    home = tmp_path_factory.mktemp("home")
    own = Settings(home=home, seed="none", heap="512m", pagecache="64m", neo4j_uri=FOREIGN.get("NEO4J_URI"))
    patience = (
        60.0  # the first plan of a long question takes a busy machine more seconds than somebody without a key has
    )
    return own.model_copy(
        update={"max_cost": 10**9, "max_depth": 30, "rate": 0, "numbers": False, "fit": False, "webhooks": False}
        | {"read_timeout": patience, "anonymous_read_timeout": patience}
    )


@dataclass
class Contents:
    """Whether the shared Neo4j holds the seed and nothing else, as far as the fixtures know."""

    seed: bool = False


@pytest.fixture(scope="session")
def contents() -> Contents:
    """Kept by ``empty_graph`` and ``seeded``."""
    return Contents()


@pytest.fixture(scope="session")
def endpoint(settings: Settings, contents: Contents, pytestconfig: pytest.Config) -> Iterator[Endpoint]:
    """The shared Neo4j. Ends the session when it is not ours to wipe."""
    if pytestconfig.stash[NEEDS_SEED] and _which() == "embedded":
        seeding.copy_to(settings)
        contents.seed = True
    with _provided(settings) as shared:
        on(shared, settings, _take)
        yield shared


@contextmanager
def _provided(settings: Settings) -> Iterator[Endpoint]:
    if settings.neo4j_uri:
        user, password = FOREIGN.get("NEO4J_USERNAME", "neo4j"), FOREIGN.get("NEO4J_PASSWORD", "")
        yield Endpoint(settings.neo4j_uri, user, password)
    elif _which().startswith("container"):
        from testcontainers.community.neo4j import Neo4jContainer

        with Neo4jContainer(IMAGE) as container:
            yield Endpoint(container.get_connection_url(), container.username, container.password)
    else:
        with database.connected(settings, service=True, progress=_silent) as own:
            yield own


async def _take(store: Store) -> None:
    await database.reach(store, _silent, wait=60)
    if FOREIGN and os.environ.get("SPOJENCI_TEST_WIPE") != "1" and not await database.is_empty(store):
        pytest.exit("The Neo4j of NEO4J_URI is not empty; SPOJENCI_TEST_WIPE=1 lets the tests delete all in it.", 2)
    await constraints.apply(store, SCHEMA)


def _silent(text: str, share: float | None) -> None:
    pass


@pytest.fixture(scope="session")
async def store(endpoint: Endpoint, settings: Settings) -> AsyncIterator[Store]:
    """A store on the shared Neo4j."""
    async with endpoint.open(settings) as opened:
        yield opened


@pytest.fixture
def empty_graph(endpoint: Endpoint, settings: Settings, contents: Contents) -> None:
    """Nothing is in the shared Neo4j; what the test leaves is deleted by the next one."""
    contents.seed = False
    on(endpoint, settings, lambda store: store.command(WIPE))


@pytest.fixture
def seeded(endpoint: Endpoint, settings: Settings, contents: Contents) -> None:
    """The seed is in the shared Neo4j. A test that writes has to restore."""
    if not contents.seed:
        on(endpoint, settings, lambda store: store.command(WIPE))
        on(endpoint, settings, lambda store: database.fill(store, _silent))
        contents.seed = True


@pytest.fixture(scope="session")
def server(endpoint: Endpoint, settings: Settings) -> Iterator[str]:
    """The address of a real server on the shared Neo4j, whatever that holds."""
    with address_of(settings, endpoint) as address:
        yield address


@pytest.fixture
def client(server: str, seeded: None) -> Iterator[httpx.Client]:
    """A client of the server, on the seeded graph."""
    with httpx.Client(base_url=server, timeout=30) as opened:
        yield opened


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    """Runs ``spojenci``."""
    with ready() as made:
        yield made


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the checkout."""
    return Path(__file__).resolve().parent.parent
