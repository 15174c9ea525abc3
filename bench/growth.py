"""``python -m bench.growth``: what reads take on maps of ten thousand, of a hundred thousand and of a million elements.

The graphs are those of ``bench.graph`` with more libraries, each in a Neo4j of its own; the plain driver asks all of them the
statements that the service compiles, in turn, so that whatever else the machine does falls on all.
"""

import argparse
import statistics
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import neo4j
import uvloop
from rich.console import Console
from rich.table import Table

from bench.graph import PLACES, TOPICS, rows
from bench.importing import created, creating
from bench.serving import driver_asker, driver_of, timed
from bench.statements import compiled, hits_of
from graph.database import connected, is_empty
from graph.derived import constraints
from graph.exchange import importer
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint

LIBRARIES = (625, 6_250, 62_500)
"""Libraries of each graph, with 16 elements and 76 connections for each."""

PIECE = 150_000
"""Rows that are created at once; more of them need more memory of Neo4j."""

ROUNDS = 15

_ABOUT = "topics: {some: {node: {id: {eq: $topic}}}}"
READS = {
    "by id": "query($id: ID!) { library(id: $id) { id name description registrationNumber url } }",
    "page of 20": "query($after: String) { libraries(first: 20, after: $after) { nodes { id name } } }",
    "page of 20, counted": "{ libraries(first: 20) { totalCount nodes { id name } } }",
    "nested, 20 × 10": """{ libraries(first: 20) { nodes { id name activities(first: 10) { nodes { id name since
      topics(first: 10) { nodes { id name } } participants(first: 10) { edges { involvement node { id name } } } } } } } }""",
    "deep, 4 levels": """query($topic: ID!) { topic(id: $topic) { activities(first: 10) { nodes { name
      organizers(first: 10) { nodes { name places(first: 10) { nodes { name } } } }
      participants(first: 10) { nodes { name } } } } } }""",
    "filtered": f"query($topic: ID!) {{ activities(first: 10, filter: {{{_ABOUT}}}) {{ nodes {{ id }} }} }}",
    "filtered, counted": f"query($topic: ID!) {{ activities(first: 10, filter: {{{_ABOUT}}}) {{ nodes {{ id }} totalCount }} }}",
    "with facets": f"""query($topic: ID!) {{ activities(first: 10, filter: {{{_ABOUT}}}) {{ nodes {{ id }} totalCount
      facets {{ topics(first: 5) {{ count node {{ id }} }} }} }} }}""",
    "the newest": "{ activities(first: 10, orderBy: UPDATED_DESC) { nodes { id } } }",
    "within a place": "query($place: ID!) { libraries(first: 10, filter: {within: $place}) { nodes { id } } }",
    "near a place": "query($place: ID!) { libraries(first: 10, filter: {near: {place: $place, km: 20}}) { nodes { id } } }",
    "search": "query($words: String!) { search(query: $words, first: 10) { nodes { id name } } }",
}


def main() -> None:
    """Fill what is empty, measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("--libraries", type=int, nargs="+", default=LIBRARIES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--home", type=Path, required=True, help="a folder for the databases, which are kept")
    given = parser.parse_args()
    with ExitStack() as stack:
        drivers = [stack.enter_context(_open(given.home, number, stack)) for number in given.libraries]
        Console(width=140).print(_measured(drivers, given.libraries, given.rounds))


def _open(home: Path, libraries: int, stack: ExitStack) -> neo4j.Driver:
    settings = Settings(home=home / str(libraries), neo4j_uri=None, heap="3g", pagecache="2g")
    endpoint = stack.enter_context(connected(settings, service=True, progress=lambda *_: None))
    uvloop.run(_fill(settings, endpoint, libraries))
    return driver_of(endpoint)


async def _fill(settings: Settings, endpoint: Endpoint, libraries: int) -> None:
    async with endpoint.open(settings) as store:
        await constraints.apply(store, SCHEMA)
        if not await is_empty(store):
            return
        data = rows(libraries)
        # What is said of places around places is written by an import alone; all else is created by the statements alone.
        await importer.load(store, SCHEMA, islice(data, PLACES))
        while piece := list(islice(data, PIECE)):
            await created(store, creating(piece))
        await store.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")


def _measured(drivers: Sequence[neo4j.Driver], libraries: Sequence[int], rounds: int) -> Table:
    table = Table("question", *(f"{16 * n:,}: hits, p50 ms" for n in libraries), "growth of hits", "of time")
    asks = [driver_asker(driver) for driver in drivers]
    for name, question in READS.items():
        every = [[_statement(question, number, n) for n in range(rounds)] for number in libraries]
        hits = [_hits(driver, *statements[0]) for driver, statements in zip(drivers, every, strict=True)]
        times: list[list[float]] = [[] for _ in drivers]
        for each in range(rounds):
            for ask, statements, taken in zip(asks, every, times, strict=True):
                taken.append(timed(_asked(ask, statements[each])))
        p50 = [1000 * statistics.median(taken[rounds // 3 :]) for taken in times]
        figures = (f"{hit:,}, {ms:.1f}" for hit, ms in zip(hits, p50, strict=True))
        table.add_row(name, *figures, f"×{hits[-1] / hits[0]:.1f}", f"×{p50[-1] / p50[0]:.1f}")
    return table


def _asked(ask: Callable[[str, dict[str, Any]], object], statement: tuple[str, dict[str, Any]]) -> Callable[[], object]:
    return lambda: ask(*statement)


def _statement(question: str, libraries: int, number: int) -> tuple[str, dict[str, Any]]:
    values: dict[str, object] = {
        "id": f"library-{number * 7919 % libraries}",
        "topic": f"topic-{number * 7 % (TOPICS - 6)}",
        "place": f"place-{number * 7 % 200}",
        "words": f"knihovně {number * 7919 % libraries:04}",
        "after": None,
    }
    found = compiled(question, **{name: value for name, value in values.items() if f"${name}" in question})
    assert found
    return found


def _hits(driver: neo4j.Driver, text: str, given: dict[str, Any]) -> int:
    profile = driver.execute_query(f"CYPHER replan=force PROFILE {text}", given).summary.profile
    assert profile
    return hits_of(profile)


if __name__ == "__main__":
    main()
