"""The 61 audits of GraphQL over HTTP, as npm's graphql-http runs them."""

from pathlib import Path

import httpx
import pytest

from tests import npm


@pytest.fixture(scope="session")
def audit() -> Path:
    """The folder in which the audits are installed."""
    return npm.installed(Path(__file__).resolve().parent / "audit")


def test_every_audit_of_graphql_over_http_passes(development: httpx.Client, audit: Path) -> None:
    results = npm.printed(audit, "audit.js", str(development.base_url.join("/graphql")))
    assert len(results) == 61
    assert [result for result in results if result["status"] != "ok"] == []
