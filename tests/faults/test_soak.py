"""Mixed load for a long time (F19). The test begins with its pass condition.

``SPOJENCI_TEST_SOAK`` is for how many seconds: two minutes, unless it says otherwise.
"""

import os
import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import suppress
from itertools import count
from pathlib import Path

import httpx
import orjson
import pytest

from graph import embedded
from graph.settings import Settings
from tests.faults.conftest import Service, Start, key
from tests.faults.test_faults import create, names
from tests.faults.test_healing import ROOM
from tests.waiting import until

SECONDS = float(os.environ.get("SPOJENCI_TEST_SOAK", "120"))

pytestmark = [pytest.mark.slow, pytest.mark.timeout(SECONDS + 600)]

ASKED = (
    "{ topics(first: 20) { totalCount nodes { name history(first: 2) { nodes { at } } } } }",
    "{ changes(first: 50) { nodes { id after } } }",
    '{ search(query: "fault", first: 10) { nodes { name } } }',
)
EXPECTED = frozenset({200, 202, 503})
"""Whatever else is answered is an error that nobody was promised."""

OF_AN_IMPORT = 200
"""Elements that each import changes, all of them."""


class _Load:
    """Those who ask, write, import, watch and leave without end."""

    def __init__(self, service: Service, secret: str) -> None:
        self._service, self._secret = service, secret
        self.stop = threading.Event()
        self.acknowledged: list[str] = []
        self.statuses: Counter[int] = Counter()
        self.seconds: list[float] = []
        self.imported = self.events = 0

    def _again(self, pause: float, once: Callable[[httpx.Client], int]) -> None:
        with self._service.client(self._secret) as client:
            while not self.stop.is_set():
                self.statuses[once(client)] += 1
                self.stop.wait(pause)

    def asks(self) -> None:
        query = random.Random(1)

        def once(client: httpx.Client) -> int:
            begin = time.monotonic()
            status = client.post("/graphql", json={"query": query.choice(ASKED)}).status_code
            self.seconds.append(time.monotonic() - begin)
            return status

        self._again(0.02, once)

    def writes(self) -> None:
        numbers = count()

        def once(client: httpx.Client) -> int:
            name = f"Fault {next(numbers)}"
            status = create(client, name).status_code
            self.acknowledged += [name] if status == 200 else []
            return status

        self._again(0.05, once)

    def imports(self) -> None:
        numbers = count()

        def once(client: httpx.Client) -> int:
            number = next(numbers)
            rows = [{"label": "Place", "id": f"p{n}", "name": f"Obec {n} {number}"} for n in range(OF_AN_IMPORT)]
            begun = client.post("/v1/imports", files={"file": ("p.jsonl", b"\n".join(map(orjson.dumps, rows)))})
            if begun.status_code == 202:
                until(lambda: client.get(begun.headers["Location"]).json()["state"] != "running", 60 * ROOM)
                self.imported += client.get(begun.headers["Location"]).json()["state"] == "done"
            return begun.status_code

        self._again(2, once)

    def watches(self) -> None:
        """Follow the changes, on one stream after the other."""

        def once(client: httpx.Client) -> int:
            end = time.monotonic() + 5
            with suppress(httpx.TimeoutException), client.stream("GET", "/v1/changed", timeout=5) as stream:
                for line in stream.iter_lines():
                    self.events += line.startswith("data:")
                    if self.stop.is_set() or time.monotonic() > end:
                        break
            return 200

        self._again(0, once)

    def leaves(self) -> None:
        """Ask, and be gone."""

        def once(client: httpx.Client) -> int:
            with suppress(httpx.TimeoutException):
                return client.post("/graphql", json={"query": ASKED[0]}, timeout=0.02).status_code
            return 200

        self._again(0.2, once)


def _held(service: Service) -> tuple[int, int]:
    """Kilobytes of memory and descriptors of a service."""
    own = Path(f"/proc/{service.process.pid}")
    memory = (own / "status").read_text("ascii").partition("VmRSS:")[2].split()[0]
    return int(memory), len(list((own / "fd").iterdir()))


def test_f19_mixed_load_leaves_nothing_behind(start: Start, tmp_path: Path) -> None:
    """Every answer is good or 503; what was acknowledged is there; memory, descriptors and latency end as they were once it
    was warm."""
    service, settings = start(), Settings(home=tmp_path)
    with embedded.attached(settings) as endpoint:
        secret = key(endpoint, settings)
    load = _Load(service, secret)
    workers = (load.asks, load.asks, load.writes, load.imports, load.watches, load.leaves)
    with ThreadPoolExecutor(len(workers)) as pool, service.client() as probe:
        under_way = [pool.submit(each) for each in workers]
        try:
            load.stop.wait(SECONDS / 3)
            warm, asked = _held(service), len(load.seconds)
            wait(under_way, SECONDS * 2 / 3, FIRST_COMPLETED)  # none ends but by a mistake
        finally:
            load.stop.set()
        for each in under_way:
            each.result()
        until(lambda: 'spojenci_pool_connections{state="in use"} 0.0' in probe.get("/metrics").text, 30)
    assert set(load.statuses) <= EXPECTED
    assert load.imported and load.events and load.acknowledged
    with embedded.attached(settings) as endpoint:
        assert set(load.acknowledged) <= set(names(endpoint, settings))
    memory, descriptors = _held(service)
    assert memory < 1.25 * warm[0], (warm, memory)
    assert descriptors < warm[1] + 20, (warm, descriptors)
    rest = load.seconds[asked:]
    first, last = rest[: len(rest) // 2], rest[len(rest) // 2 :]
    assert statistics.median(last) < 1.5 * ROOM * statistics.median(first)
