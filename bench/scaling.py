"""Several services on one Neo4j beside each other: ``python -m bench.scaling http://127.0.0.1:8000 http://127.0.0.1:8001``.

They are asked in turn, in slices of a second, so that whatever else the machine does falls on all of them. Every question is of
another library, so that hardly any answer is kept from before. Start them with SPOJENCI_RATE=0.
"""

import http.client
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import orjson
from rich.console import Console
from rich.table import Table

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
    with ThreadPoolExecutor(clients) as pool:
        asked = pool.map(lambda _: list(_asked(address, question)), range(clients))
        return [each for times in asked for each in times]


def _asked(address: str, question: str) -> Iterable[float]:
    """The seconds that each answer took, as long as the slice lasts, over one connection."""
    end = time.monotonic() + SECONDS
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    while (begin := time.monotonic()) < end:
        body = orjson.dumps({"query": question.format(random.choice(LIBRARIES))})  # noqa: S311 - no secret
        connection.request("POST", "/graphql", body, {"Content-Type": "application/json"})
        answer = orjson.loads(connection.getresponse().read())
        assert "data" in answer, answer
        yield time.monotonic() - begin
    connection.close()


if __name__ == "__main__":
    main(sys.argv[1:])
