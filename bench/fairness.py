"""``python -m bench.fairness``: how another caller fares while one sends the dearest requests on 200 connections.

The service runs in a process of its own on the demo map. The one asks from 127.0.0.2, the other from 127.0.0.1, so that
they are two callers. What counts is the median of ``library(id)``, and that it is never refused.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import uvloop

from bench.serving import service
from graph import database
from graph.derived import constraints
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint

CONNECTIONS = 200
SECONDS = 60.0
TARGET = 0.1
"""Seconds that the median of the other's requests may take."""

PORT = 8766
PAUSE = 0.05

_BROAD = 'createdAt: {gte: "2000-01-01T00:00:00Z"}'
_NONE = '{none: {node: {name: {contains: "zzzz"}}}}'
DEAR = (
    f"a{{n}}: libraries(first: 50, filter: {{{_BROAD} near: {{latitude: 49.8, longitude: 15.5, km: 1000}}}}) {{ totalCount }}",
    f"b{{n}}: places(first: 1, filter: {{{_BROAD} parts: {_NONE}}}) {{ totalCount nodes {{ id }} }}",
    f"c{{n}}: organizations(first: 1, filter: {{{_BROAD} places: {{some: {{node: {{parts: {_NONE}}}}}}}}}) {{ totalCount }}",
    "d{n}: libraries(first: 0) { facets { regions(first: 50) { count } topics(first: 50) { count } } }",
    'e{n}: connectors(first: 100, one: "cz", other: "dusevni-zdravi") { share }',
)
LIBRARY = '{ library(id: "cz-library-900") { name } }'


@dataclass
class Asked:
    """How requests fared: seconds of each, and how many had which status."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)


class Client:
    """One kept connection from an address of this machine."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, document: str, asked: Asked) -> None:
        """Ask, and note how that went; a connection that ends is opened anew."""
        begin = time.perf_counter()
        try:
            status = await self._status(orjson.dumps({"query": document}))
        except (OSError, asyncio.IncompleteReadError):
            self._streams, status = None, 0
        asked.statuses[status] += 1
        asked.seconds.append(time.perf_counter() - begin)

    async def _status(self, body: bytes) -> int:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", PORT, local_addr=(self._host, 0))
        reader, writer = self._streams
        head = f"POST /graphql HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
        writer.write(f"{head}\r\n\r\n".encode() + body)
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        length = next(int(line.partition(":")[2]) for line in lines if line.startswith("content-length:"))
        answer = await reader.readexactly(length)
        status = int(first.split()[1])
        return 400 if status == 200 and b'"errors"' in answer else status


async def _many(end: float, asked: Asked, number: int) -> None:
    client, turn = Client("127.0.0.2"), number
    while time.monotonic() < end:
        dear = DEAR[turn % len(DEAR)]
        await client.ask("{ " + " ".join(dear.replace("{n}", str(n)) for n in range(10)) + " }", asked)
        turn += 1


async def _one(end: float, asked: Asked) -> None:
    client = Client("127.0.0.1")
    while time.monotonic() < end:
        await client.ask(LIBRARY, asked)
        await asyncio.sleep(PAUSE)


async def _measured() -> tuple[Asked, Asked]:
    many, one = Asked(), Asked()
    await _one(time.monotonic() + 3, Asked())
    end = time.monotonic() + SECONDS
    await asyncio.gather(*(_many(end, many, number) for number in range(CONNECTIONS)), _one(end, one))
    return many, one


async def _prepared(settings: Settings, endpoint: Endpoint) -> None:
    async with endpoint.open(settings) as store:
        await constraints.apply(store, SCHEMA)
        if await database.is_empty(store):
            await database.fill(store, lambda *_: None)


def main() -> None:
    """Measure, print how both fared, and fail where the other one had to wait or was refused."""
    parser = ArgumentParser(prog="python -m bench.fairness", description="One caller asks much, another one little.")
    parser.add_argument("--home", type=Path, help="A folder with a seeded database; by default a new one.")
    parser.add_argument("--rate", type=int, default=Settings().rate, help="SPOJENCI_RATE of the service; 0: no limit.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=given.home or Path(folder), neo4j_uri=None, seed="none")
        with database.connected(settings, service=True, progress=lambda *_: None) as endpoint:
            uvloop.run(_prepared(settings, endpoint))
            with service(endpoint, PORT, SPOJENCI_RATE=str(given.rate)):
                many, one = uvloop.run(_measured())
    for name, asked in (("the one", many), ("the other", one)):
        statuses = ", ".join(f"{number} × {status}" for status, number in asked.statuses.most_common())
        median, most = statistics.median(asked.seconds) * 1000, max(asked.seconds) * 1000
        sys.stdout.write(f"{name}: {statuses}; median {median:.0f} ms, longest {most:.0f} ms\n")
    met = one.statuses.keys() == {200} and statistics.median(one.seconds) <= TARGET
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
