"""An import that is killed at any moment leaves the old graph or the new one.

``SPOJENCI_TEST_KILLS`` is the number of moments, 20 unless it says otherwise.
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.settings import Settings
from graph.store import Endpoint, Store, Values
from tests.conftest import WIPE
from tests.faults.conftest import environment
from tests.serving import on
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]

KILLS = int(os.environ.get("SPOJENCI_TEST_KILLS", "20"))
ROWS = 6000
STANDS = """
MATCH (n:Element) WITH count(n) AS elements
CALL () { MATCH (:Element)-[r]->(:Element) RETURN count(r) AS connections }
CALL () { MATCH (c:Internal {kind: 'Change'}) RETURN count(c) AS changes }
RETURN elements, connections, changes"""
RUNNING = "SHOW TRANSACTIONS YIELD currentQuery WHERE NOT currentQuery CONTAINS 'SHOW TRANSACTIONS' RETURN count(*)"


def test_an_import_killed_at_random_moments_leaves_the_old_graph_or_the_new_one(
    endpoint: Endpoint, settings: Settings, empty_graph: None, tmp_path: Path
) -> None:
    """Passes if after each kill there is nothing of the file, or all of it with its change in the log; and a repeat makes it whole."""
    path = tmp_path / "spolky.csv"
    rows = (f"Spolek {n};Spolek;Lhota {n % 50};téma {n % 40}|téma {n % 7}" for n in range(ROWS))
    path.write_text("\n".join(["Název;Typ;Partneři;Témata", *rows]), "utf-8")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('[columns]\n"Partneři" = "Organization"\n"Témata" = "Topic"\n', "utf-8")
    command = [sys.executable, "-m", "cli", "import", str(path), "--mapping", str(mapping)]
    env = {**os.environ, **environment(tmp_path / "home", endpoint)}
    old = stands(endpoint, settings)

    def begun() -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    begin = time.monotonic()
    assert begun().wait() == 0
    lasts, new = time.monotonic() - begin, stands(endpoint, settings)
    assert new[0] > ROWS and new[2] == old[2] + 1
    found = []
    for moment in random.Random(14).choices([n / 1000 for n in range(1000)], k=KILLS):
        on(endpoint, settings, lambda store: store.command(WIPE))
        process = begun()
        time.sleep(moment * lasts)
        process.kill()
        process.wait()
        until(lambda: not on(endpoint, settings, lambda store: store.read(RUNNING))[0][0])
        left = stands(endpoint, settings)
        assert left[:2] in (old[:2], new[:2]) and (left[2] > 0) == (left[:2] == new[:2]), (moment, left)
        found.append(left[:2] == new[:2])
    print(
        f"{len(found)} kills within {lasts:.1f} s: {found.count(False)} left the old graph, {found.count(True)} the new one"
    )
    assert begun().wait() == 0
    assert stands(endpoint, settings)[:2] == new[:2]


def stands(endpoint: Endpoint, settings: Settings) -> Values:
    """How many elements, connections and changes there are."""

    async def read(store: Store) -> Values:
        return (await store.read(STANDS))[0]

    return on(endpoint, settings, read)
