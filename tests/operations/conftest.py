"""Every operation at every door, on the golden graph: a server, a key that sees all, and commands in this process."""

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from cli.app import app
from graph import keys
from graph.access import Role
from graph.errors import SpojenciError
from graph.settings import Settings
from graph.store import Endpoint
from tests.api.conftest import golden_graph

__all__ = ["golden_graph"]


@pytest.fixture(scope="module")
def admin(endpoint: Endpoint, settings: Settings, golden_graph: None) -> str:
    """A key that may do everything."""

    async def create() -> str:
        async with endpoint.open(settings) as store:
            return (await keys.create(store, "doors", Role.ADMIN, None, timedelta(days=1))).secret

    return asyncio.run(create())


class Doors:
    """Asks an operation at each door; an answer, or what went wrong as code, place and message."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def graphql(self, query: str, /, **variables: Any) -> Any:
        """The data of the one root field ``it``."""
        answer = self._client.post("/graphql", json={"query": query, "variables": variables}).json()
        if "errors" not in answer:
            return answer["data"]["it"]
        error = answer["errors"][0]
        return error["extensions"]["code"], error["extensions"].get("place"), error["message"]

    def get(self, address: str, given: dict[str, Any]) -> Any:
        """The answer to a GET."""
        return self._told(self._client.get(address, params=_flat(given)))

    def post(self, address: str, given: dict[str, Any]) -> Any:
        """The answer to a POST."""
        return self._told(self._client.post(address, json=given))

    def _told(self, answer: httpx.Response) -> Any:
        body = answer.json()
        return body if answer.is_success else (body["code"], body["place"], body["message"])

    def command(self, name: str, given: dict[str, Any]) -> Any:
        """The answer of ``spojenci query``."""
        values = [f"{key}={_text(value)}" for key, value in _flat(given).items()]
        done = CliRunner().invoke(app, ["query", name, *values, "--format", "json"])
        if isinstance(done.exception, SpojenciError):
            return done.exception.code, done.exception.place, done.exception.message.partition("\nusage:")[0]
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)


def _flat(given: dict[str, Any]) -> dict[str, Any]:
    """Values as an address has them: those within an object by ``object.field``."""
    flat: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": each for inner, each in value.items()}
        else:
            flat[name] = value
    return flat


def _text(value: Any) -> str:
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        return json.dumps(value)
    if isinstance(value, list):
        return ",".join(map(str, value))
    return json.dumps(value) if isinstance(value, bool) else str(value)


@pytest.fixture
def doors(
    server: str, admin: str, endpoint: Endpoint, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Doors]:
    """All doors to the golden graph, for somebody from whom nothing is hidden."""
    login = {"NEO4J_URI": endpoint.uri, "NEO4J_USERNAME": endpoint.username, "NEO4J_PASSWORD": endpoint.password}
    for name, value in (login | {"SPOJENCI_HOME": str(settings.home), "SPOJENCI_SEED": "none"}).items():
        monkeypatch.setenv(name, value)
    with httpx.Client(base_url=server, timeout=30, headers={"Authorization": f"Bearer {admin}"}) as client:
        yield Doors(client)
