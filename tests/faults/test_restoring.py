"""What a backup holds is what there was (F18). The test begins with its pass condition."""

import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from graph import embedded
from graph.settings import Settings
from graph.store import Endpoint, Store, Values
from tests.faults.conftest import environment
from tests.serving import on

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

STANDS = """
MATCH (n:Element) WITH count(n) AS elements
CALL () { MATCH (:Element)-[r]->(:Element) RETURN count(r) AS connections }
CALL () { MATCH (c:Internal {kind: 'Change'}) RETURN count(c) AS changes, sum(c.records) AS records }
RETURN elements, connections, changes, records"""
INDEXES = (
    "SHOW INDEXES YIELD name, type, state, labelsOrTypes, properties WHERE type <> 'LOOKUP' RETURN * ORDER BY name"
)
CONSTRAINTS = "SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties RETURN * ORDER BY name"


def test_f18_a_restored_backup_is_all_that_there_was(
    endpoint: Endpoint, settings: Settings, seeded: None, tmp_path: Path
) -> None:
    """Counts of elements, connections and the log are equal, constraints and indexes too, and all of these ONLINE."""
    file = tmp_path / "map.backup.gz"
    _command(environment(tmp_path / "from", endpoint), "backup", str(file))
    home = tmp_path / "to"
    _command(environment(home), "restore", str(file))
    with embedded.attached(Settings(home=home, heap="512m", pagecache="64m")) as restored:
        for statement in (STANDS, INDEXES, CONSTRAINTS):
            there, here = (on(each, settings, _read(statement)) for each in (restored, endpoint))
            assert there == here
        assert "ONLINE" in str(on(restored, settings, _read(INDEXES)))
        assert "POPULATING" not in str(on(restored, settings, _read(INDEXES)))


def _read(statement: str) -> Callable[[Store], Awaitable[list[Values]]]:
    async def read(store: Store) -> list[Values]:
        return [*await store.read(statement)]

    return read


def _command(env: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "-m", "cli", *arguments]
    done = subprocess.run(command, env=os.environ | env, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
