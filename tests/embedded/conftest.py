"""Homes, processes and connections for the tests of the embedded Neo4j. The jars come from the user's own cache."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graph import embedded
from graph.settings import Settings
from graph.store import Endpoint

USER_PROCESS = Path(__file__).with_name("user_process.py")


def settings_for(home: Path, **changes: Any) -> Settings:
    """Settings of a small Neo4j in ``home``."""
    return Settings(home=home, heap="512m", pagecache="64m", **changes)


@dataclass
class Other:
    """Another process that uses an embedded Neo4j."""

    process: subprocess.Popen[str]
    said: dict[str, str] = field(default_factory=dict)

    def hear(self) -> dict[str, str]:
        """Wait for its one line."""
        assert self.process.stdout
        self.said = self.said or json.loads(self.process.stdout.readline())
        return self.said

    def finish(self) -> None:
        """Let it end in good order."""
        self.process.communicate(timeout=60)


@pytest.fixture
def other() -> Iterator[Callable[[str, Path], Other]]:
    """Starts other processes; those still alive at the end of the test are killed."""
    processes: list[subprocess.Popen[str]] = []

    def start(way: str, home: Path) -> Other:
        process = subprocess.Popen(
            [sys.executable, str(USER_PROCESS), way, str(home), str(Settings().cache)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return Other(process)

    yield start
    for process in processes:
        process.kill()
        process.communicate()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Endpoint]]:
    """One Neo4j, started as a service by this process."""
    settings = settings_for(tmp_path_factory.mktemp("shared") / "home")
    with embedded.started(settings) as endpoint:
        yield settings, endpoint


def run(endpoint: Endpoint, query: str, **parameters: Any) -> list[list[Any]]:
    """The rows of a statement."""
    auth = (endpoint.username, endpoint.password)
    with neo4j.GraphDatabase.driver(endpoint.uri, auth=auth) as driver:
        return [record.values() for record in driver.execute_query(query, parameters, database_="neo4j").records]


def state(home: Path) -> dict[str, Any]:
    """What the guard wrote of itself."""
    content: dict[str, Any] = json.loads((home / "neo4j.json").read_text())
    return content


def alive(pid: int) -> bool:
    """Whether a process exists and is no zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"
