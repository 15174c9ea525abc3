"""``make bench``: the service over HTTP beside the plain Bolt driver running the same statements, in one run.

Both ask in turn, so that whatever else the machine does falls on both. What counts is the ratio.
"""

import platform
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import neo4j
import orjson
from rich.console import Console
from rich.table import Table

from bench.serving import driver_asker, driver_of, http_asker, scratch, service, timed, times_of
from bench.statements import compiled

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


def asker(port: int, question: str) -> Callable[[], bytes]:
    """Asks one question again and again."""
    ask, body = http_asker(port), orjson.dumps({"query": question})
    return lambda: ask(body)


def throughput(port: int, question: str) -> float:
    """Requests a second that several clients get together."""
    return len(times_of(CLIENTS, SECONDS, lambda _: asker(port, question))) / SECONDS


def compare(port: int, driver: neo4j.Driver) -> bool:
    """Measure every question and print the table; tells whether the targets are met."""
    table = Table("question", "driver p50", "p95", "HTTP p50", "p95", "ratio", "target", "requests/s", "answer")
    met = True
    for name, question in QUESTIONS.items():
        ask_service, statement = asker(port, question), compiled(question)
        ask_driver = partial(driver_asker(driver), *statement) if statement else lambda: None
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


def main() -> None:
    """Run everything on a scratch database of its own."""
    console.print(f"{platform.python_implementation()} {platform.python_version()}, {platform.platform()}")
    port = 8765
    with scratch() as (endpoint, filled), service(endpoint, port), driver_of(endpoint) as driver:
        console.print(filled)
        met = compare(port, driver)
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
