"""Services in processes of their own, to be killed; everything listens on loopback and ends with its test."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from graph import keys
from graph.access import Role
from graph.settings import Settings
from graph.store import Endpoint, Store
from tests.serving import on

if not os.environ.get("SPOJENCI_TEST_FAULTS"):
    collect_ignore_glob = ["test_*.py"]  # `make test-faults`


@dataclass(frozen=True)
class Service:
    """A running ``spojenci serve``."""

    process: subprocess.Popen[str]
    address: str

    def client(self, secret: str | None = None, timeout: float = 60) -> httpx.Client:
        """A client of it."""
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        limits = httpx.Limits(max_connections=500, max_keepalive_connections=0)
        return httpx.Client(base_url=self.address, headers=headers, timeout=timeout, limits=limits)

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Stop it; returns its exit code."""
        self.process.send_signal(number)
        self.process.communicate(timeout=30)
        return self.process.returncode


Start = Callable[..., Service]


@pytest.fixture
def start(tmp_path: Path, settings: Settings) -> Iterator[Start]:
    """Starts services: on a Neo4j, or with one of their own in ``home``; of this code, or of that in ``folder``."""
    processes: list[subprocess.Popen[str]] = []

    def run(
        endpoint: Endpoint | None = None, uri: str | None = None, folder: Path | None = None, **changes: str
    ) -> Service:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli", "serve"],
            env=os.environ | environment(tmp_path, endpoint, uri) | changes,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        processes.append(process)
        assert process.stdout
        said = ""
        while "Stop with" not in said:
            line = process.stdout.readline()
            assert line, "the service did not start"
            said += line
        [address] = set(re.findall(r"http://127.0.0.1:\d+", said))
        return Service(process, address)

    yield run
    for process in processes:
        process.kill()
        process.communicate()


def environment(home: Path, endpoint: Endpoint | None = None, uri: str | None = None) -> dict[str, str]:
    """The settings of a service or a command; of a Neo4j of its own where no other is given."""
    own = {
        "SPOJENCI_HOME": str(home),
        "SPOJENCI_CACHE": str(Settings().cache),
        "SPOJENCI_SEED": "none",
        "SPOJENCI_PORT": "0",
        "SPOJENCI_HEAP": "512m",
        "SPOJENCI_PAGECACHE": "64m",
        "SPOJENCI_RATE": "0",
        "SPOJENCI_NUMBERS": "false",
        "SPOJENCI_FIT": "false",
    }
    if endpoint is None:
        return own
    named = {"NEO4J_USERNAME": endpoint.username, "NEO4J_PASSWORD": endpoint.password}
    return own | named | {"NEO4J_URI": uri or endpoint.uri}


def key(endpoint: Endpoint, settings: Settings) -> str:
    """The secret of a new administrator's key."""

    async def create(store: Store) -> str:
        return (await keys.create(store, "fault", Role.ADMIN, None, timedelta(days=1))).secret

    return on(endpoint, settings, create)
