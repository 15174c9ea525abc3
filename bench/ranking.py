"""``python -m bench.ranking``: how long the ranking takes on large networks with hubs.

The graph has the degrees of real ones: few allies are in thousands of activities, most in one or two; a few topics are
everywhere. Asked are allies of every size on topics of every size, and the hardest apart: the greatest hub on the most
popular topic.
"""

import argparse
import asyncio
import http.client
import multiprocessing
import socket
import tempfile
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import uvicorn
from rich.console import Console
from rich.table import Table

from api.app import create_app
from bench.serving import wait_for
from cli.garbage import spare_collections
from graph.database import connected
from graph.derived import constraints
from graph.network.tables import LABEL, LINK, Floats, Ints, Tables
from graph.ranking.engine import Engine, Request
from graph.ranking.partners import Partners
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store

HUB = 24_000
"""Draws of the greatest ally; without those drawn twice it has about 20,000 connections."""

SMALL = 20_000
"""Elements of the network whose memory is measured with few topics and with those of PSH, a Czech subject scheme."""

FEW_TOPICS, SUBJECT_SCHEME = 100, 13_900

ASKED = 200
WARM_UP = 5
SETTLING = 15.0
"""Seconds in which a service just started has its example questions planned, on one of the processors."""


def tables(elements: int, topics: int = 300, seed: int = 1) -> Tables:
    """About ``elements`` elements beside the topics and ten times as many connections, the same at every run."""
    random = np.random.default_rng(seed)
    allies, places, programmes = int(elements * 0.35), max(elements // 50, 10), max(elements // 200, 5)
    activities = elements - allies - places - programmes
    sizes = {"Organization": allies, "Activity": activities + programmes, "Topic": topics, "Place": places}
    begin = dict(zip(sizes, np.cumsum([0, *sizes.values()]).tolist(), strict=False))
    ally, activity, topic, place = (begin[name] for name in ("Organization", "Activity", "Topic", "Place"))
    programme = activity + activities

    home = random.integers(places, size=allies)
    host = _popular(random, allies, activities, HUB // 4)
    joins = np.minimum(random.lognormal(1.9, 0.7, activities).astype(np.int64) + 1, 80)
    at = np.repeat(np.arange(activities), joins)
    guest = _popular(random, allies, len(at), HUB * 3 // 4)
    two = np.repeat(np.arange(activities), 2)
    ties = np.sort(random.integers(allies, size=(2, allies * 2)), axis=0)
    links = [
        ("RUNS", ally + host, activity + np.arange(activities)),
        ("TAKES_PART_IN", ally + guest, activity + at),
        ("ABOUT", activity + two, topic + _popular(random, topics, len(two), len(two) // 5)),
        (
            "PART_OF",
            activity + np.arange(activities),
            programme + _popular(random, programmes, activities, activities // 20),
        ),
        ("LOCATED_IN", ally + np.arange(allies), place + home),
        ("LOCATED_IN", activity + np.arange(activities), place + home[host]),
        ("PARTNERS_WITH", ally + ties[0], ally + ties[1]),
    ]
    return _tables(random, sizes, links, place, activity, activities)


def _popular(random: np.random.Generator, count: int, draws: int, most: int) -> Ints:
    """So many draws of a few that are frequent and many that are rare (Zipf), the first one ``most`` times."""
    weight = 1 / np.arange(2, count + 1) ** 0.8
    drawn = 1 + random.choice(count - 1, draws, p=weight / weight.sum())
    drawn[random.choice(draws, min(most, draws), replace=False)] = 0
    return drawn


def _tables(
    random: np.random.Generator,
    sizes: dict[str, int],
    links: Sequence[tuple[str, Ints, Ints]],
    place: int,
    activity: int,
    activities: int,
) -> Tables:
    count = sum(sizes.values())
    label = np.repeat([LABEL[name] for name in sizes], list(sizes.values())).astype(np.int8)
    since = np.zeros(count, np.int32)
    since[activity : activity + activities] = random.integers(2005, 2026, activities) * 10000
    kind = np.where(label == LABEL["Organization"], random.integers(1, 12, count), 0).astype(np.int32)
    link = np.concatenate([np.full(len(source), LINK[name], np.int8) for name, source, _ in links])
    never = np.zeros(len(link), np.int32)
    return Tables(
        [f"element-{row:08}" for row in range(count)],
        [f"Prvek {row}" for row in range(count)],
        [None] * count,
        label,
        kind,
        ("", *(f"kind-{n}" for n in range(1, 12))),
        np.zeros(count, np.int8),
        np.zeros(count, np.bool_),
        since,
        np.zeros(count, np.int32),
        _degrees(random, count, place, 48.5, 51.0),
        _degrees(random, count, place, 12.1, 18.8),
        np.zeros(count, np.bool_),
        [()] * count,
        np.zeros(count, np.bool_),
        np.zeros(count, np.bool_),
        link,
        np.concatenate([source for _, source, _ in links]).astype(np.int32),
        np.concatenate([target for _, _, target in links]).astype(np.int32),
        np.zeros(len(link), np.bool_),
        never,
        never,
    )


def _degrees(random: np.random.Generator, count: int, place: int, low: float, high: float) -> Floats:
    degrees = np.full(count, np.nan)
    degrees[place:] = random.uniform(low, high, count - place)
    return degrees


def requests(engine: Engine, random: np.random.Generator, asked: int) -> Iterator[tuple[str, Request]]:
    """Questions of allies drawn by how connected they are, so that hubs ask often, and the hardest one."""
    network = engine.network(("public",))
    ids, topics = engine.tables.ids, network.topics
    popular = np.argsort(-network.interests[1].size)
    share = network.degree / network.degree.sum()
    for ally in random.choice(network.size, asked, p=share):
        yield (
            "drawn by connections",
            Request(asker=ids[network.node[ally]], topic=ids[topics[random.choice(len(topics))]]),
        )
    for ally in random.choice(network.size, asked):
        yield "drawn evenly", Request(asker=ids[network.node[ally]], topic=ids[topics[random.choice(len(topics))]])
    hubs = network.node[np.argsort(-network.degree)[:5]]
    for turn in range(asked):
        yield "hub on a popular topic", Request(asker=ids[hubs[turn % 5]], topic=ids[topics[popular[turn % 3]]])


def memory(topics: int) -> int:
    """Bytes that a network with so many topics takes at most until its first answer."""
    tracemalloc.start()
    engine = Engine(tables(SMALL, topics))
    engine.prepare()
    _, asked = next(requests(engine, np.random.default_rng(2), 1))
    engine.partners(asked)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def measured(elements: int, asked: int, endpoint: Endpoint) -> list[list[str]]:
    """Milliseconds of every sort of question over HTTP, in process, and of the processor there: median, 95th percentile, worst."""
    begin = time.perf_counter()
    engine = Engine(tables(elements))
    made = time.perf_counter()
    engine.prepare()
    ready = time.perf_counter()
    network = engine.network(("public",))
    Console().print(
        f"{len(engine.tables.ids):,} elements, {len(engine.tables.link):,} connections, {network.size:,} allies, "
        f"greatest hub {network.degree.max():,}; generated in {made - begin:.1f} s, made ready in {ready - made:.1f} s"
    )
    asking = list(requests(engine, np.random.default_rng(2), asked))
    times: dict[tuple[str, str], list[float]] = {}
    with serving(engine, endpoint) as port:
        time.sleep(SETTLING)
        client = http.client.HTTPConnection("127.0.0.1", port)
        for sort, request in asking:
            address = f"/v1/partners?{urlencode({'for': request.asker, 'topic': request.topic})}"
            start = time.perf_counter()
            client.request("GET", address)
            response = client.getresponse()
            body = response.read()
            times.setdefault((sort, "HTTP"), []).append(time.perf_counter() - start)
            if response.status != 200:
                raise SystemExit(f"{response.status}: {body[:300]!r}")
    for sort, request in asking:
        start, spent = time.perf_counter(), time.process_time()
        engine.partners(request)
        times.setdefault((sort, "in process"), []).append(time.perf_counter() - start)
        times.setdefault((sort, "processor"), []).append(time.process_time() - spent)
    rows = []
    for (sort, way), taken in times.items():
        milliseconds = np.percentile(1000 * np.array(taken[WARM_UP:]), (50, 95, 100))
        rows.append([f"{elements:,}", sort, way, *(f"{value:.1f}" for value in milliseconds)])
    return rows


class _Ready(Partners):
    """The ranking on an engine that is there, and does not follow the database."""

    def __init__(self, store: Store, engine: Engine) -> None:
        super().__init__(store)
        self._ready = engine

    async def engine(self) -> Engine:
        """The engine that was given."""
        return self._ready


@contextmanager
def serving(engine: Engine, endpoint: Endpoint) -> Iterator[int]:
    """The service in a process of its own, with this network instead of the one of its database; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    # A fork shares the network's memory.
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(engine, endpoint, port))
    process.start()
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.join(20)


def _serve(engine: Engine, endpoint: Endpoint, port: int) -> None:
    settings = Settings(rate=0)
    app = create_app(settings, endpoint)
    parts = app.state.parts
    parts.services = replace(parts.services, partners=_Ready(parts.store, engine))
    spare_collections()
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error")


async def _indexed(settings: Settings, endpoint: Endpoint) -> None:
    """Make what the questions need that a service asks when it starts."""
    async with endpoint.open(settings) as store:
        await constraints.apply(store, SCHEMA)


def main() -> None:
    """Measure the sizes given, 100,000 and 1,000,000 elements by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("elements", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--asked", type=int, default=ASKED, help="questions of each sort")
    given = parser.parse_args()
    few, many = memory(FEW_TOPICS), memory(SUBJECT_SCHEME)
    Console().print(f"{SUBJECT_SCHEME:,} topics take {(many - few) / 1e6:.0f} MB more than {FEW_TOPICS} topics")
    with tempfile.TemporaryDirectory(prefix="spojenci-bench-") as home:
        settings = Settings(home=Path(home), seed="none")
        with connected(settings, service=True, progress=lambda *_: None) as endpoint:
            asyncio.run(_indexed(settings, endpoint))
            for elements in given.elements:
                table = Table("elements", "questions", "way", "p50 ms", "p95 ms", "worst ms")
                for row in measured(elements, given.asked, endpoint):
                    table.add_row(*row)
                Console().print(table)


if __name__ == "__main__":
    main()
