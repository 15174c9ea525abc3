"""``make bench``: the service over HTTP beside the plain Bolt driver running the same statements, in one run.

Both ask in turn, so that whatever else the machine does falls on both. What counts is the ratio.
"""

import http.client
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import neo4j
import orjson
import uvloop
from rich.console import Console
from rich.table import Table

from bench.graph import rows
from bench.serving import wait_for
from bench.statements import compiled
from graph.database import connected
from graph.derived import constraints
from graph.exchange import importer
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint

ROUNDS = 300
WARM_UP = 150
CLIENTS = 4
SECONDS = 5.0

QUESTIONS = {
    "nested list": """{ libraries(first: 20) { nodes { id name activities(first: 10) { nodes { id name since
        topics { nodes { id name } } participants { edges { involvement node { id name } } } } } } } }""",
    "one library": '{ library(id: "library-7") { id name description registrationNumber } }',
    "search": '{ search(query: "knihovně 0042") { edges { score node { id name } } } }',
    "potential partners": """{ potentialPartners(for: "library-7", topic: "topic-3") {
        edges { score signals { signal contribution } evidence { text } node { id name } } } }""",
}

TARGETS = {"nested list": 1.3, "one library": 2.2}
"""How many times the plain driver's p50 the service may take."""

console = Console(width=110)


@dataclass(frozen=True)
class Measured:
    """Milliseconds of one way of asking: the median, the 95th percentile."""

    p50: float
    p95: float


def measured(times: list[float]) -> Measured:
    """Median and 95th percentile of times in seconds, as milliseconds."""
    ordered = sorted(times)
    return Measured(statistics.median(ordered) * 1000, ordered[int(len(ordered) * 0.95)] * 1000)


def timed(ask: Callable[[], Any]) -> float:
    """Seconds that one call takes."""
    start = time.perf_counter()
    ask()
    return time.perf_counter() - start


@contextmanager
def service(endpoint: Endpoint, port: int, rate: int = 0) -> Iterator[None]:
    """The service in a process of its own, as ``spojenci serve`` runs it; with a rate of 0, nothing is charged."""
    environment = {
        "NEO4J_URI": endpoint.uri,
        "NEO4J_USERNAME": endpoint.username,
        "NEO4J_PASSWORD": endpoint.password,
        "SPOJENCI_PORT": str(port),
        "SPOJENCI_SEED": "none",
        "SPOJENCI_RATE": str(rate),
        "PATH": "/usr/bin:/bin",
    }
    command = [sys.executable, "-m", "cli", "serve"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(20)


def http_asker(port: int, question: str) -> Callable[[], bytes]:
    """Asks over one kept connection; fails when the answer holds an error."""
    client = http.client.HTTPConnection("127.0.0.1", port)
    body = orjson.dumps({"query": question})

    def ask() -> bytes:
        client.request("POST", "/graphql", body, {"Content-Type": "application/json"})
        response = client.getresponse()
        answer = response.read()
        if response.status != 200 or b'"errors"' in answer:
            raise SystemExit(f"{response.status}: {answer[:500]!r}")
        return answer

    return ask


def driver_asker(driver: neo4j.Driver, text: str, parameters: dict[str, Any]) -> Callable[[], list[Any]]:
    """Runs one statement as a program without the service would."""

    def ask() -> list[Any]:
        with driver.session(database="neo4j", default_access_mode=neo4j.READ_ACCESS) as session:
            return session.run(text, parameters).values()

    return ask


def throughput(port: int, question: str) -> float:
    """Requests a second that several clients get together."""
    deadline = time.perf_counter() + SECONDS

    def client() -> int:
        ask, done = http_asker(port, question), 0
        while time.perf_counter() < deadline:
            ask()
            done += 1
        return done

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(future.result() for future in [pool.submit(client) for _ in range(CLIENTS)]) / SECONDS


def compare(port: int, driver: neo4j.Driver) -> bool:
    """Measure every question and print the table; tells whether the targets are met."""
    table = Table("question", "driver p50", "p95", "HTTP p50", "p95", "ratio", "target", "requests/s", "answer")
    met = True
    for name, question in QUESTIONS.items():
        ask_service, statement = http_asker(port, question), compiled(question)
        ask_driver = driver_asker(driver, *statement) if statement else lambda: None
        for _ in range(WARM_UP):
            ask_service(), ask_driver()
        pairs = [(timed(ask_driver), timed(ask_service)) for _ in range(ROUNDS)]
        plain, ours = measured([p for p, _ in pairs]), measured([o for _, o in pairs])
        size = len(ask_service())
        ratio, target = ours.p50 / plain.p50, TARGETS.get(name)
        met = met and (target is None or ratio <= target)
        beside = (f"{plain.p50:.2f} ms", f"{plain.p95:.2f}") if statement else ("", "")
        table.add_row(
            name, *beside, f"{ours.p50:.2f} ms", f"{ours.p95:.2f}", f"{ratio:.2f} ×" if statement else "",
            f"{target} ×" if target else "", f"{throughput(port, question):.0f}", f"{size / 1000:.1f} kB",
        )  # fmt: skip
    console.print(table)
    return met


async def prepare(settings: Settings, endpoint: Endpoint) -> None:
    """Fill the scratch database."""
    async with endpoint.open(settings) as store:
        await constraints.apply(store, SCHEMA)
        start = time.perf_counter()
        report = await importer.load(store, SCHEMA, rows())
        total = report.elements.created + report.connections.created
        console.print(f"import: {total} rows, {total / (time.perf_counter() - start):.0f} rows/s")


def main() -> None:
    """Run everything on a scratch database of its own."""
    console.print(f"{platform.python_implementation()} {platform.python_version()}, {platform.platform()}")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), neo4j_uri=None)
        with connected(settings, service=True, progress=lambda *_: None) as endpoint:
            uvloop.run(prepare(settings, endpoint))
            port = 8765
            auth = (endpoint.username, endpoint.password)
            with (
                service(endpoint, port),
                neo4j.GraphDatabase.driver(endpoint.uri, auth=auth, notifications_min_severity="OFF") as driver,
            ):
                met = compare(port, driver)
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
