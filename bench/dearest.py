"""``python -m bench.dearest``: the dearest requests of a cost of 100 on the demo map, found by searching the schema.

Whatever ``bench.searching`` makes up is asked once its plan is known; the processor time of Neo4j and of this process
together is what counts. ``--write`` puts the table into ``docs/limits.md``.
"""

import os
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import uvloop

from api.graphql.execution import Engine
from api.graphql.schema import GRAPHQL_SCHEMA
from bench.searching import Candidate, Hubs, candidates, fields
from graph import database
from graph.derived import constraints
from graph.operations.context import services_on
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Store

BUDGET = 100
TARGET = 0.5
"""Seconds of processor time that a request of this cost may take."""

ROUNDS = 5
SHOWN = 12
FINALISTS = 60
PAGE = Path(__file__).resolve().parent.parent / "docs" / "limits.md"
BEGIN, END = "<!-- python -m bench.dearest -->\n", "<!-- end -->\n"

_HUBS = """MATCH (n:Element)
WITH n, COUNT { (n)--() } AS degree, COUNT { (n)<-[:PART_OF|BROADER*0..4]-() } AS below
UNWIND labels(n) AS label
WITH label, n, below ORDER BY degree DESC, n.id
WITH label, head(collect(n.id)) AS hub, collect([below, n.id]) AS all
UNWIND all AS each
WITH label, hub, each ORDER BY each[0] DESC, each[1]
WITH label, hub, collect(each[1])[..2] AS wide
RETURN label, [hub] + [id IN wide WHERE id <> hub]"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of processor time of one request of the whole cost, in Neo4j and in the service, and what it asks."""

    seconds: float
    neo4j: float
    candidate: Candidate


_SECONDS = attrgetter("seconds")


async def hubs(store: Store) -> Hubs:
    """Of each label, the ids of the element with most connections, and of the two with most below them."""
    return {label: tuple(ids) for label, ids in await store.read(_HUBS)}


class Bench:
    """Asks the service in this process, and reads the clocks of both processes."""

    def __init__(self, engine: Engine, java: int) -> None:
        self._engine = engine
        self._java = java

    async def measure(self, candidate: Candidate, rounds: int) -> Measured:
        """Ask some times; what one asking took, as often as a request of the whole cost can hold it."""
        document = await self._engine.read(candidate.document)
        await self._engine.execute(document, {}, None)
        begin = self._clocks()
        for _ in range(rounds):
            await self._engine.execute(document, {}, None)
        neo4j, own = (after - before for after, before in zip(self._clocks(), begin, strict=True))
        times = candidate.times(BUDGET) / rounds
        return Measured((neo4j + own) * times, neo4j * times, candidate)

    def _clocks(self) -> tuple[float, float]:
        fields = Path(f"/proc/{self._java}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), sum(os.times()[:2])


def java_of(home: Path) -> int:
    """The process of the Neo4j of a home."""
    for folder in Path("/proc").glob("[0-9]*"):
        words = (folder / "cmdline").read_bytes().split(b"\0") if folder.exists() else []
        if words[0].endswith(b"java") and any(str(home).encode() in word for word in words):
            return int(folder.name)
    raise SystemExit("no Neo4j of this home runs")


async def search(bench: Bench, found: Iterable[Candidate]) -> list[Measured]:
    """The dearest of these first: all are asked once, the dearest again."""
    once = sorted([await bench.measure(each, 1) for each in found], key=_SECONDS, reverse=True)
    return sorted(
        [await bench.measure(each.candidate, ROUNDS) for each in once[:FINALISTS]], key=_SECONDS, reverse=True
    )


def table(found: Iterable[Measured]) -> Iterator[str]:
    """The table in Markdown."""
    yield "| request of a cost of 100 | times | cost of one | Neo4j | in all |"
    yield "| --- | --: | --: | --: | --: |"
    for each in found:
        asked = each.candidate
        yield (
            f"| {asked.name.replace('|', '/')} | {asked.times(BUDGET)} | {asked.cost} | {each.neo4j * 1000:.0f} ms "
            f"| {each.seconds * 1000:.0f} ms |"
        )


def write(lines: Iterable[str]) -> None:
    """Put a table into its place in the page."""
    head, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    PAGE.write_text(head + BEGIN + "".join(f"{line}\n" for line in lines) + END + rest.partition(END)[2], "utf-8")


async def run(settings: Settings, home: Path) -> list[Measured]:
    """Search on the seed."""
    with database.connected(settings, service=True, progress=lambda *_: None) as endpoint:
        async with endpoint.open(settings) as store, services_on(store, settings) as services:
            await constraints.apply(store, SCHEMA)
            if await database.is_empty(store):
                await database.fill(store, lambda *_: None)
            bench = Bench(Engine(GRAPHQL_SCHEMA, services, settings), java_of(home))
            return await search(bench, candidates(fields(await hubs(store)), BUDGET))


def main() -> None:
    """Search, print the table, and fail where one takes longer than it may."""
    parser = ArgumentParser(prog="python -m bench.dearest", description="Find the dearest requests.")
    parser.add_argument("--write", action="store_true", help="Put the table into docs/limits.md.")
    parser.add_argument("--home", type=Path, help="A folder with a seeded database; by default a new one.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder)
        settings = Settings(home=home, neo4j_uri=None, seed="none", max_cost=10**9, numbers=False, fit=False)
        found = uvloop.run(run(settings, home))
    shown = list(table(found[:SHOWN]))
    sys.stdout.write("\n".join(shown) + "\n")
    if given.write:
        write(shown)
    sys.exit(0 if found[0].seconds <= TARGET else 1)


if __name__ == "__main__":
    main()
