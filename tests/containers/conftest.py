"""A container engine, and what is started on it.

All is skipped where no engine runs or SPOJENCI_TEST_NEO4J is ``embedded``; where that is ``container``, a missing engine
is a failure. Every project has a name of its own and free ports; all of it is removed afterwards.
"""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import httpx
import pytest

PATIENCE = 300
"""Seconds that a start may take; an idle machine needs a tenth of it."""

PASSWORD = "kennwort-der-proben"

T = TypeVar("T")


@pytest.fixture(scope="session", autouse=True)
def engine() -> None:
    """Skip the tests of this folder where they cannot run."""
    wanted = os.environ.get("SPOJENCI_TEST_NEO4J")
    if wanted == "embedded":
        pytest.skip("SPOJENCI_TEST_NEO4J is embedded, so no container is started")
    if not (_works("docker", "info") and _works("docker", "compose", "version")):
        refuse = pytest.fail if wanted == "container" else pytest.skip
        refuse("no container engine: `docker info` and `docker compose version` have to work")


def _works(*command: str) -> bool:
    try:
        return subprocess.run(command, check=False, capture_output=True, timeout=20).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def docker(*arguments: str) -> str:
    """What a command of Docker prints. Raises AssertionError with its complaint."""
    done = subprocess.run(["docker", *arguments], check=False, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def eventually(ask: Callable[[], T], wanted: Callable[[T], bool]) -> T:
    """The first answer that is wanted. Fails with the last one when none came in time."""
    end = time.monotonic() + PATIENCE
    while not wanted(answer := ask()):
        assert time.monotonic() < end, f"after {PATIENCE} s: {answer}"
        time.sleep(0.3)
    return answer


class Stack:
    """One project of Docker Compose, from the files of the checkout and the variables given, and no others."""

    def __init__(self, project: Path, variables: dict[str, str], *files: str) -> None:
        self.name = f"spojenci-test-{uuid4().hex[:8]}"
        self._project = project
        named = [word for file in files or ("docker-compose.yml",) for word in ("--file", file)]
        self._command = ["docker", "compose", "--project-name", self.name, "--env-file", os.devnull, *named]
        foreign = ("SPOJENCI_", "NEO4J_", "COMPOSE_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        self._environment = kept | {"SPOJENCI_PORT": "0", "SPOJENCI_BOLT_PORT": "0"} | variables

    def attempt(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of Compose that may fail."""
        return subprocess.run(
            [*self._command, *arguments],
            check=False,
            cwd=self._project,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=3 * PATIENCE,
        )

    def run(self, *arguments: str) -> str:
        """What a command of Compose prints. Raises AssertionError with its complaint and the last lines of the logs."""
        done = self.attempt(*arguments)
        assert done.returncode == 0, done.stderr + self.attempt("logs", "--tail", "30").stdout
        return done.stdout.strip()

    def up(self) -> None:
        """Start all, and wait until all is healthy."""
        self.run("up", "--build", "--wait", "--wait-timeout", str(2 * PATIENCE))

    @contextmanager
    def started(self) -> Iterator["Stack"]:
        """All of it running, and nothing of it left afterwards."""
        try:
            self.up()
            yield self
        finally:
            self.run("down", "--volumes", "--rmi", "local", "--remove-orphans", "--timeout", "20")

    def address(self, service: str, port: int) -> str:
        """Where this machine reaches a port of a service."""
        return self.run("port", service, str(port))

    def get(self, path: str) -> httpx.Response:
        """What the service answers."""
        return httpx.get(f"http://{self.address('api', 8000)}{path}", timeout=30)

    def inspect(self, service: str) -> Any:
        """What the engine knows about the container of a service."""
        return json.loads(docker("inspect", self.run("ps", "--all", "--quiet", service)))[0]

    def shell(self, service: str, script: str) -> str:
        """What a script prints in a service's container, be it successful or not."""
        return self.attempt("exec", "-T", service, "sh", "-c", script).stdout.strip()
