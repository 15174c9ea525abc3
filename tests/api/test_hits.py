"""What each read takes in the database is in a table, and does not grow without it: ``pytest tests/api --update``."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import neo4j
import pytest

from bench.statements import hits_of
from graph.exchange import importer
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store
from tests.api import hits
from tests.conftest import WIPE
from tests.serving import on

pytestmark = pytest.mark.slow

Measured = dict[str, list[tuple[int, int]]]
"""Of each read, the rows and the hits at each size."""

_HEAD = """# What reads take in the database

Hits of Neo4j (`PROFILE`), and rows of the largest graph. `pytest tests/api/test_hits.py --update` writes the tables; the test
fails where a read takes 5 % more than they say.

## On the graph of the bench

`bench/graph.py` with 20, 80 and 320 libraries, of about 16 elements and 76 connections each. A name with a slash is a file
of `cypher/`; the others are asked over GraphQL, and stand in `tests/api/hits.py`.

"""
_GOLDEN = """
## Golden operations

Those of `tests/golden`, on its graph.

"""


@pytest.fixture(scope="module")
def measured(endpoint: Endpoint, settings: Settings, contents: Any) -> Measured:
    """What all reads take, at all sizes."""
    contents.seed = False
    reads, found = hits.named() | hits.compiled(), Measured()
    for size in hits.SIZES:

        async def fill(store: Store, size: int = size) -> None:
            await store.command(WIPE)
            await importer.load(store, SCHEMA, hits.graph(size))
            await store.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")

        on(endpoint, settings, fill)
        for name, taken in _taken(endpoint, reads):
            found.setdefault(name, []).append(taken)
    return found


@pytest.fixture(scope="module")
def golden_measured(endpoint: Endpoint, golden_graph: None) -> Measured:
    """What the golden operations take, on their own graph."""
    return {name: [taken] for name, taken in _taken(endpoint, hits.golden())}


def _taken(
    endpoint: Endpoint, reads: Mapping[str, tuple[str, dict[str, Any]]]
) -> Iterator[tuple[str, tuple[int, int]]]:
    auth = endpoint.username, endpoint.password
    with neo4j.GraphDatabase.driver(endpoint.uri, auth=auth, notifications_min_severity="OFF") as driver:
        driver.execute_query("CALL db.prepareForReplanning()")
        for name, (text, given) in reads.items():
            result = driver.execute_query(f"CYPHER replan=force PROFILE {text}", given)
            assert result.summary.profile
            yield name, (len(result.records), hits_of(result.summary.profile))


def test_no_read_takes_more_than_the_table_says(measured: Measured, golden_measured: Measured, update: bool) -> None:
    if update:
        hits.TABLE.write_text(_page(measured, golden_measured), encoding="utf-8")
    known, now = _known(), measured | golden_measured
    assert known.keys() == now.keys(), "pytest tests/api/test_hits.py --update writes the table anew"
    numbers = {name: [number for _, number in taken] for name, taken in now.items()}
    grown = {name: (known[name], new) for name, new in numbers.items() if _grown(known[name], new)}
    assert not grown, "these take more than bench/hits.md says; mend them, or renew it with --update and say why"


def _grown(known: Sequence[int], now: Sequence[int]) -> bool:
    return any(new > hits.GROWTH * old + hits.SLACK for old, new in zip(known, now, strict=True))


def _page(measured: Measured, golden: Measured) -> str:
    at = [f"hits at {size}" for size in hits.SIZES]
    return _HEAD + _table(measured, at) + _GOLDEN + _table(golden, ["hits"])


def _table(measured: Measured, columns: list[str]) -> str:
    lines = [f"| read | {' | '.join(columns)} | rows |", f"|---|{'---:|' * (len(columns) + 1)}"]
    for name, taken in measured.items():
        lines.append(f"| {name} | {' | '.join(str(number) for _, number in taken)} | {taken[-1][0]} |")
    return "\n".join(lines) + "\n"


def _known() -> dict[str, list[int]]:
    lines = [line.strip("| \n").split(" | ") for line in hits.TABLE.read_text(encoding="utf-8").splitlines()]
    return {name: list(map(int, numbers[:-1])) for name, *numbers in lines if numbers and numbers[-1].isdecimal()}
