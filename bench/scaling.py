"""Several services on one Neo4j beside each other: ``python -m bench.scaling http://127.0.0.1:8000 http://127.0.0.1:8001``.

They are asked in turn, in slices of a second, so that whatever else the machine does falls on all of them. Every question is of
another library, so that hardly any answer is kept from before. Start them with SPOJENCI_RATE=0.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Callable
from urllib.parse import urlsplit

import orjson
from rich.console import Console
from rich.table import Table

from bench.serving import http_asker, times_of

SLICES = 8
SECONDS = 1.0
CLIENTS = (1, 16)
LIBRARIES = range(1, 6700)

QUESTIONS = {
    "one library": '{{ library(id: "cz-library-{}") {{ id name }} }}',
    "its activities": '{{ library(id: "cz-library-{}") {{ activities(first: 10) {{ nodes {{ id name topics {{ nodes {{ name }} }} }} }} }} }}',
    "potential partners": '{{ potentialPartners(for: "cz-library-{}", topic: "dusevni-zdravi") {{ edges {{ score node {{ id name }} }} }} }}',
}


def main(addresses: list[str]) -> None:
    """Measure, and print requests a second and the median."""
    table = Table("question", "clients", *(f"{address}: requests/s, p50" for address in addresses))
    for name, question in QUESTIONS.items():
        for clients in CLIENTS:
            times: defaultdict[str, list[float]] = defaultdict(list)
            for _ in range(SLICES):
                for address in addresses:
                    times[address] += _slice(address, question, clients)
            table.add_row(name, str(clients), *(_told(times[address]) for address in addresses))
    Console(width=160).print(table)


def _told(times: list[float]) -> str:
    return f"{len(times) / SLICES / SECONDS:,.0f}, {sorted(times)[len(times) // 2] * 1000:.1f} ms"


def _slice(address: str, question: str, clients: int) -> list[float]:
    return times_of(clients, SECONDS, lambda _: _asker(address, question))


def _asker(address: str, question: str) -> Callable[[], bytes]:
    """Asks of another library each time, over one connection."""
    place = urlsplit(address)
    ask = http_asker(place.port or 80, place.hostname or "")
    return lambda: ask(orjson.dumps({"query": question.format(random.choice(LIBRARIES))}))  # noqa: S311 - no secret


if __name__ == "__main__":
    main(sys.argv[1:])
