"""``python -m bench.writing``: updates of elements through the service, beside the best that the plain driver does for the same.

The driver's transaction takes its turn and reads the elements, checks their versions, then writes them, the version and a
record of the change in the same form. Both ask in turn. What counts is the ratio of medians, and the processor time of each
process, which other work on the machine lengthens less.
"""

import os
import statistics
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import count, islice

import neo4j
import orjson
import uvloop
from rich.console import Console
from rich.table import Table

from bench.peers.processes import java, spent
from bench.serving import driver_of, http_asker, scratch, service, timed
from graph import keys
from graph.access import Role
from graph.log.stored import packed, touches
from graph.settings import Settings
from graph.store import Endpoint

PORT = 8766
WARM_UP = 6
"""Slices before those that count."""

MUTATION = (
    """mutation ($input: [LibraryUpdateInput!]!) { updateLibraries(input: $input) { outcomes { status sequence } } }"""
)

READ = """MERGE (log:Internal {kind: 'ChangeLog', name: 'changes'}) SET log.turn = randomUUID()
WITH log UNWIND $ids AS id MATCH (element:Element {id: id})
RETURN coalesce(log.last, 0) + 1 AS sequence, element.id AS id, element.version AS version,
       element.description AS description, coalesce(element.visibility, 'public') AS visibility"""

WRITE = """UNWIND $rows AS row MATCH (element:Element {id: row.id})
SET element.description = row.description, element.version = row.version, element.updatedAt = datetime()
WITH count(*) AS updated
MATCH (log:Internal {kind: 'ChangeLog', name: 'changes'}) SET log.last = $sequence
CREATE (change:Internal {kind: 'Change', sequence: $sequence}) SET change += $change, change.at = datetime()
CREATE (change)<-[:OF]-(:Internal {kind: 'ChangePart', sequence: $sequence, number: 1, last: updated, touches: $touches,
  types: ['Library'], sources: [], records: $records})"""


def through_the_service(key: str, size: int) -> Callable[[int], object]:
    """Updates of so many libraries, each time to another text."""
    ask = http_asker(PORT, headers={"Authorization": f"Bearer {key}"})

    def write(number: int) -> object:
        rows = [{"id": f"library-{n}", "description": f"Text {number} {n}"} for n in range(size)]
        return ask(orjson.dumps({"query": MUTATION, "variables": {"input": rows}}))

    return write


def by_the_driver(driver: neo4j.Driver, size: int) -> Callable[[int], object]:
    """The same by two statements in one transaction."""

    def work(transaction: neo4j.ManagedTransaction, number: int) -> None:
        rows = {f"library-{n}": f"Text {number} {n}" for n in range(size)}
        found = transaction.run(READ, ids=[*rows]).data()
        if len(found) < len(rows) or any(each["visibility"] != "public" for each in found):
            raise SystemExit("They are not there.")
        records = [
            {
                "action": "updated",
                "label": "Library",
                "id": each["id"],
                "before": {"description": each["description"]},
                "after": {"description": rows[each["id"]]},
                "version": each["version"] + 1,
            }
            for each in found
        ]
        transaction.run(
            WRITE,
            rows=[{"id": e["id"], "description": rows[e["id"]], "version": e["version"] + 1} for e in found],
            sequence=found[0]["sequence"],
            change={"by": "bench", "role": "reviewer", "door": "graphql", "reason": "update", "status": "applied"},
            touches=f"\n{touches([*rows])}\n",
            records=packed(records),
        ).consume()

    def write(number: int) -> object:
        with driver.session(database="neo4j") as session:
            return session.execute_write(work, number)

    return write


async def _key(settings: Settings, endpoint: Endpoint) -> str:
    async with endpoint.open(settings) as store:
        return (await keys.create(store, "bench", Role.REVIEWER, None, timedelta(days=1))).secret


@dataclass
class _Way:
    """One way to write: what it took, in ms a request."""

    write: Callable[[int], object]
    pid: int
    times: list[float] = field(default_factory=list)
    own: float = 0
    neo4j: float = 0

    def slice(self, numbers: Iterable[int]) -> None:
        """Write some times."""
        own, database = spent(self.pid), spent(java())
        self.times += (1000 * timed(partial(self.write, number)) for number in numbers)
        self.own += spent(self.pid) - own
        self.neo4j += spent(java()) - database

    def forget(self) -> None:
        """Begin to measure, warm."""
        self.times, self.own, self.neo4j = [], 0, 0

    def cells(self, plain: float) -> tuple[str, ...]:
        """Cells of its row beside the driver's median."""
        median, n = statistics.median(self.times), len(self.times) / 1000
        return f"{median:.1f}", f"{median / plain:.2f}", f"{self.own / n:.1f}", f"{self.neo4j / n:.1f}"


def main() -> None:
    """Measure updates of one library, and of a hundred in one request."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--slices", type=int, default=12, help="of ten writes, in turn")
    slices = parser.parse_args().slices
    table = Table("updates", "by", "p50 ms", "driver = 1", "its processor ms", "Neo4j's")
    with (
        scratch() as (endpoint, filled),
        service(endpoint, PORT, SPOJENCI_FIT="0", SPOJENCI_NUMBERS="0") as process,
        driver_of(endpoint) as driver,
    ):
        key, number = uvloop.run(_key(Settings(), endpoint)), count()
        for size in (1, 100):
            ways = {
                "driver": _Way(by_the_driver(driver, size), os.getpid()),
                "service": _Way(through_the_service(key, size), process.pid),
            }
            for n in range(WARM_UP + slices):
                for way in ways.values():
                    if n == WARM_UP:
                        way.forget()
                    way.slice(islice(number, 10))
            for name, way in ways.items():
                table.add_row(str(size), name, *way.cells(statistics.median(ways["driver"].times)))
    console = Console(width=110)
    console.print(filled)
    console.print(table)


if __name__ == "__main__":
    main()
