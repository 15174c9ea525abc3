"""The clock of the machine is set back and forward while the service runs (F14). The test begins with its pass condition."""

import os
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.settings import Settings
from graph.store import Endpoint
from tests.faults.conftest import Start, key
from tests.faults.test_faults import create
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

SHIM = Path(__file__).parent / "clock"
PAGE = "query ($after: String) { topics(first: 2, after: $after) { nodes { name } pageInfo { endCursor } } }"
HOUR, DAY = 3600, 86_400


def _page(client: httpx.Client, after: str | None = None) -> httpx.Response:
    return client.post("/graphql", json={"query": PAGE, "variables": {"after": after}})


def test_f14_rates_cursors_and_keys_hold_when_the_clock_jumps(
    start: Start, endpoint: Endpoint, settings: Settings, empty_graph: None, tmp_path: Path
) -> None:
    """Who is over the limit waits for the rest of a minute and no longer, and gets no new one; cursors, keys and writes hold."""
    clock = tmp_path / "clock"
    clock.write_text("0", "ascii")
    path = os.pathsep.join([str(SHIM), os.environ.get("PYTHONPATH", str(Path.cwd()))])
    service = start(endpoint, SPOJENCI_RATE="300", FAULT_CLOCK=str(clock), PYTHONPATH=path)
    secret = key(endpoint, settings)
    with service.client(secret) as writer, service.client() as asker:
        for number in range(5):
            assert create(writer, f"Fault {number}").status_code == 200
        begun: Any = _page(asker).json()
        cursor = begun["data"]["topics"]["pageInfo"]["endCursor"]
        before = begun["extensions"]["cost"]["remaining"]

        clock.write_text(str(DAY), "ascii")
        assert _page(asker).json()["extensions"]["cost"]["remaining"] < before

        clock.write_text(str(-HOUR), "ascii")
        until(lambda: _page(asker).status_code == 429, 30)
        assert 1 <= int(_page(asker).headers["Retry-After"]) <= 60
        until(lambda: _page(asker).status_code == 200, 75)

        for seconds in (DAY, -DAY):
            clock.write_text(str(seconds), "ascii")
            found = _page(asker, cursor).json()["data"]["topics"]["nodes"]
            assert [each["name"] for each in found] == ["Fault 2", "Fault 3"]
            until(lambda at=seconds: create(writer, f"Jumped {at}").status_code == 200, 75)  # type: ignore[misc]
        log = writer.get("/v1/changes", params={"first": 100}).json()["rows"]
        numbers = [each["sequence"] for each in log]
        assert numbers == sorted(numbers) == list(range(numbers[0], numbers[0] + len(numbers)))
