"""Real clients as they come: each asks, is refused, writes and subscribes with its own headers and protocol."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from strawberry.test import BaseGraphQLTestClient, Response

from tests import npm

INVALID = "GRAPHQL_VALIDATION_FAILED"
QUERY = "query Libraries { libraries(first: 1) { nodes { id name } } }"


def _asked(packages: Path, script: str, server: httpx.Client, after: str) -> Any:
    return npm.printed(packages, script, f"{str(server.base_url).rstrip('/')}/graphql", after)


def _check(found: Any) -> None:
    [library] = found["query"]["data"]["libraries"]["nodes"]
    assert (library["id"], library["name"], found["query"]["codes"]) == ("one", "První", [])
    assert (found["invalid"]["codes"], found["invalid"]["data"]) == ([INVALID], None)
    if "mutation" in found:
        assert (found["mutation"]["data"]["__typename"], found["mutation"]["codes"]) == ("Mutation", [])
    if "subscription" in found:
        assert found["subscription"]["codes"] == []
        assert found["subscription"]["data"]["changed"]["node"]["element"]["name"] == "První"
        assert (found["refused"]["codes"], found["refused"]["data"]) == ([INVALID], None)


@pytest.mark.parametrize("cache", ["document", "get", "graphcache"])
async def test_a1_urql(packages: Path, server: httpx.Client, after: str, cache: str) -> None:
    _check(_asked(packages, "urql.js", server, after)[cache])


async def test_a1_graphql_sse(packages: Path, server: httpx.Client, after: str) -> None:
    found = _asked(packages, "sse.js", server, after)
    _check(found)
    assert {name: answer["sent"] for name, answer in found.items()} == dict.fromkeys(found, 1)


async def test_graphql_ws(packages: Path, server: httpx.Client, after: str) -> None:
    _check(_asked(packages, "ws.js", server, after))


@pytest.mark.parametrize("method", ["post", "get"])
async def test_apollo(packages: Path, server: httpx.Client, after: str, method: str) -> None:
    _check(_asked(packages, "apollo.js", server, after)[method])


async def test_relay(packages: Path, server: httpx.Client, after: str) -> None:
    _check(_asked(packages, "relay.js", server, after))


class _Strawberry(BaseGraphQLTestClient):
    """Strawberry's own client, over HTTP."""

    def request(self, body: dict[str, object], headers: dict[str, object] | None = None, files: object = None) -> Any:
        return self._client.post(self.url, json=body, headers=headers)


async def test_strawberry(server: httpx.Client, after: str) -> None:
    client = _Strawberry(server, url="/graphql")
    answer = client.query(QUERY)
    refused = client.query("{ nothing }", assert_no_errors=False)
    assert isinstance(answer, Response)
    assert isinstance(refused, Response)
    assert answer.data == {"libraries": {"nodes": [{"id": "one", "name": "První"}]}}
    assert refused.errors
    assert refused.errors[0]["extensions"] is not None
    assert refused.errors[0]["extensions"]["code"] == INVALID
