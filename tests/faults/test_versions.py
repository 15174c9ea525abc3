"""Two versions at once while the newer one migrates the data (F17). The test begins with its pass condition.

The newer version is a copy of this one with one more migration.
"""

import os
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from graph.settings import Settings
from graph.store import Endpoint
from graph.upkeep import migrations
from tests.faults.conftest import Start, environment, key
from tests.faults.test_faults import create, names
from tests.serving import on
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("api", "cli", "cypher", "graph", "seed")
OLD = 3000
MADE = (
    f"UNWIND range(1, {OLD}) AS n "
    "CREATE (:Element:Topic {id: 'old-' + n, name: 'Old ' + n, sortKey: 'old ' + n, version: 1, createdAt: datetime()})"
)
STEP = """// Topics are marked, one in a transaction.
MATCH (topic:Element&Topic) WHERE topic.faultStep IS NULL
CALL (topic) {
  SET topic.faultStep = 1
} IN TRANSACTIONS OF 1 ROW;
"""
MARKED = "MATCH (topic:Topic) WHERE topic.id STARTS WITH 'old-' AND topic.faultStep = 1 RETURN count(topic)"


def _newer(folder: Path) -> Path:
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "built"))
    last = len(migrations.load())
    (folder / "cypher" / "migrations" / f"V{last + 1:04}__fault.cypher").write_text(STEP, "utf-8")
    return folder


def _serve(home: Path, endpoint: Endpoint, folder: Path | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "cli", "serve"],
        env=os.environ | environment(home, endpoint) | ({"PYTHONPATH": str(folder)} if folder else {}),
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def _written(client: httpx.Client, stop: threading.Event) -> list[str]:
    """What was acknowledged until it was stopped; whatever the other version does, each is."""
    made: list[str] = []
    while not stop.is_set():
        made.append(f"Fault {len(made)}")
        answer = create(client, made[-1])
        assert answer.status_code == 200, answer.text
        asked = client.post("/graphql", json={"query": "{ topics(first: 5) { totalCount nodes { name } } }"})
        assert (asked.status_code, "errors" in asked.json()) == (200, False)
        time.sleep(0.05)
    return made


def test_f17_an_old_version_serves_while_a_new_one_is_killed_migrating_and_goes_on(
    start: Start, endpoint: Endpoint, settings: Settings, empty_graph: None, tmp_path: Path
) -> None:
    """All that the old one is asked meanwhile is done; the migration resumes and is whole; then both serve, and no second old one."""
    old, newer = start(endpoint), _newer(tmp_path / "newer")
    secret = key(endpoint, settings)
    on(endpoint, settings, lambda store: store.command(MADE))

    def marked() -> int:
        return int(on(endpoint, settings, lambda store: store.read(MARKED))[0][0])

    stop = threading.Event()
    with old.client(secret) as client, ThreadPoolExecutor(1) as pool:
        writing = pool.submit(_written, client, stop)
        try:
            first = _serve(tmp_path / "home", endpoint, newer)
            until(lambda: marked() > 0, 120)
            first.kill()
            first.communicate()
            assert 0 < marked() < OLD
            young = start(endpoint, folder=newer, PYTHONPATH=str(newer))
            assert marked() == OLD
        finally:
            stop.set()
        made = writing.result()
        with young.client(secret) as other:
            for number, each in enumerate((client, other)):
                assert create(each, f"Fault of version {number}").status_code == 200
                assert each.get("/readyz").status_code == 200
    assert made
    assert {*made, "Fault of version 0", "Fault of version 1"} <= set(names(endpoint, settings))
    again = _serve(tmp_path / "home", endpoint)
    assert "newer version" in again.communicate(timeout=60)[1]
    assert again.returncode == 6
