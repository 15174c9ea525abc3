"""The disk of the database is lost with the service: what was acknowledged ten seconds before is in the backups' folder."""

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph import embedded
from graph.backup.schedule import LATE, shipped
from graph.settings import Settings
from tests.faults.conftest import Start, environment, key
from tests.faults.test_faults import create, names
from tests.faults.test_healing import ROOM
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


def test_issue_16_10_any_moment_comes_back_after_the_disk_is_lost(start: Start, tmp_path: Path) -> None:
    """Write, back up, write more, kill -9, delete the home; every moment comes back by the command, and the last one whole."""
    folder, home = tmp_path / "backups", tmp_path / "home"
    folder.mkdir()
    service = start(SPOJENCI_HOME=str(home), SPOJENCI_BACKUP_FOLDER=str(folder))
    with embedded.attached(Settings(home=home)) as endpoint:
        secret = key(endpoint, Settings(home=home))
    moments = []
    with service.client(secret) as client:
        assert create(client, "Fault 0").status_code == 200
        until(lambda: any(folder.glob("*.log")), 120)
        for number in range(1, 4):
            assert create(client, f"Fault {number}").status_code == 200
            moments.append((datetime.now(UTC).isoformat(), number + 1))
        wrote = time.time()
        until(lambda: shipped(folder) > wrote, LATE * ROOM)
    service.end(signal.SIGKILL)
    shutil.rmtree(home)
    for place, (at, count) in enumerate([*moments, (None, 4)]):
        new = tmp_path / f"new-{place}"
        done = subprocess.run(
            [sys.executable, "-m", "cli", "restore", str(folder), *(["--at", at] if at else [])],
            env=os.environ | environment(new),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        settings = Settings(home=new, heap="512m", pagecache="64m")
        with embedded.attached(settings) as endpoint:
            assert len(names(endpoint, settings)) == count, done.stdout
