"""What the benchmarks share: a filled scratch database, the service on it, and clients."""

import http.client
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import Any

import neo4j
import uvloop

from bench.graph import LIBRARIES, rows
from graph.database import connected
from graph.derived import constraints
from graph.exchange import importer
from graph.rows import Row
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint

WAIT = 180.0
"""Seconds within which a service has to answer."""


@contextmanager
def scratch(libraries: int = LIBRARIES) -> Iterator[tuple[Endpoint, str]]:
    """A database of its own with the graph of so many libraries, and what is to say of its import."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), neo4j_uri=None)
        with connected(settings, service=True, progress=lambda *_: None) as endpoint:
            yield endpoint, uvloop.run(_filled(settings, endpoint, rows(libraries)))


async def _filled(settings: Settings, endpoint: Endpoint, data: Iterator[Row]) -> str:
    async with endpoint.open(settings) as store:
        await constraints.apply(store, SCHEMA)
        start = time.perf_counter()
        report = await importer.load(store, SCHEMA, data)
        elements, links = report.elements.created, report.connections.created
        await store.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
        speed = (elements + links) / (time.perf_counter() - start)
    return f"{elements:,} elements, {links:,} connections; imported at {speed:,.0f} rows/s"


@contextmanager
def started(
    command: list[str], endpoint: Endpoint, port: int, path: str, environment: Mapping[str, str], given: bytes = b""
) -> Iterator[Popen[bytes]]:
    """A service in a process of its own that has been told where Neo4j is; the path answers when it is ready."""
    environment = {
        **environment,
        "NEO4J_URI": endpoint.uri,
        "NEO4J_USERNAME": endpoint.username,
        "NEO4J_PASSWORD": endpoint.password,
        "PATH": "/usr/bin:/bin",
    }
    with Popen(command, env=environment, stdin=PIPE, stderr=DEVNULL, stdout=DEVNULL) as process:
        try:
            assert process.stdin is not None
            process.stdin.write(given)
            process.stdin.close()
            wait_for(port, path)
            yield process
        finally:
            process.terminate()
            process.wait(20)


@contextmanager
def service(endpoint: Endpoint, port: int, **settings: str) -> Iterator[Popen[bytes]]:
    """The service as ``spojenci serve`` runs it: it keeps no answers and charges nothing, unless settings say so."""
    settings = {
        "SPOJENCI_PORT": str(port),
        "SPOJENCI_SEED": "none",
        "SPOJENCI_RATE": "0",
        "SPOJENCI_KEPT_ANSWERS": "0",
    } | settings
    with started([sys.executable, "-m", "cli", "serve"], endpoint, port, "/readyz", settings) as process:
        yield process


def wait_for(port: int, path: str = "/readyz") -> None:
    """Wait until a service answers. Raises SystemExit when it does not in time."""
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline:
        try:
            client = http.client.HTTPConnection("127.0.0.1", port)
            client.request("GET", path)
            if client.getresponse().status < 500:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit(f"No service has started at port {port}.")


def http_asker(port: int, host: str = "127.0.0.1", headers: Mapping[str, str] = {}) -> Callable[[bytes], bytes]:
    """Posts bodies to ``/graphql`` over one kept connection; fails when the answer holds an error."""
    client = http.client.HTTPConnection(host, port)

    def ask(body: bytes) -> bytes:
        client.request("POST", "/graphql", body, {"Content-Type": "application/json", **headers})
        response = client.getresponse()
        answer = response.read()
        if response.status != 200 or b'"errors"' in answer:
            raise SystemExit(f"{response.status}: {answer[:500]!r}")
        return answer

    return ask


def driver_asker(driver: neo4j.Driver) -> Callable[[str, dict[str, Any]], list[Any]]:
    """Runs one statement as a program without the service would."""

    def ask(text: str, parameters: dict[str, Any]) -> list[Any]:
        with driver.session(database="neo4j", default_access_mode=neo4j.READ_ACCESS) as session:
            return session.run(text, parameters).values()

    return ask


def driver_of(endpoint: Endpoint) -> neo4j.Driver:
    """A driver as programs without the service open one."""
    auth = (endpoint.username, endpoint.password)
    return neo4j.GraphDatabase.driver(endpoint.uri, auth=auth, notifications_min_severity="OFF")


def timed(ask: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    start = time.perf_counter()
    ask()
    return time.perf_counter() - start


def times_of(clients: int, seconds: float, client: Callable[[int], Callable[[], object]]) -> list[float]:
    """The seconds that each call took of so many clients, who ask as long as the slice lasts."""
    deadline = time.perf_counter() + seconds

    def work(number: int) -> list[float]:
        ask, times = client(number), list[float]()
        while time.perf_counter() < deadline:
            times.append(timed(ask))
        return times

    with ThreadPoolExecutor(clients) as pool:
        return [each for times in pool.map(work, range(clients)) for each in times]
