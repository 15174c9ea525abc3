"""Assistants of the SDK's own client, on the golden graph: by the newest protocol and by the one before."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta

import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

from graph import keys
from graph.access import Role
from graph.settings import Settings
from graph.store import Endpoint
from tests.api.conftest import golden_graph

__all__ = ["golden_graph"]

MODES = ("auto", "legacy")
"""How a client begins: by asking what the server speaks, or by the handshake of the protocol until 2025."""


@pytest.fixture(scope="module")
def secrets(endpoint: Endpoint, settings: Settings, golden_graph: None) -> dict[Role | None, str]:
    """A key of each role."""

    async def create() -> dict[Role | None, str]:
        async with endpoint.open(settings) as store:
            day = timedelta(days=1)
            return {role: (await keys.create(store, f"of-{role}", role, None, day)).secret for role in Role}

    return asyncio.run(create())


Connect = Callable[..., AbstractAsyncContextManager[Client]]


@asynccontextmanager
async def connected(address: str, key: str | None, mode: str) -> AsyncIterator[Client]:
    """A client of a server, with a key."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    async with (
        create_mcp_http_client(headers=headers) as http,
        Client(streamable_http_client(f"{address}/mcp", http_client=http), mode=mode) as client,
    ):
        yield client


@pytest.fixture
def connect(server: str, secrets: dict[Role | None, str]) -> Connect:
    """Connect a client in a role."""

    def start(role: Role | None = None, mode: str = "auto") -> AbstractAsyncContextManager[Client]:
        return connected(server, secrets.get(role), mode)

    return start
