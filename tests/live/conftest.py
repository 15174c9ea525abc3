"""A server on a small graph, and clients that hear of its changes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import orjson
import pytest
from websockets.asyncio.client import ClientConnection, connect

from graph.access import OPERATOR, Author, Door
from graph.schema import SCHEMA
from graph.store import Store
from graph.writing.commands import Command, Create, Update
from graph.writing.write import write

AUTHOR = Author(OPERATOR, Door.CLI)
CHANGED = "subscription ($after: String) { changed(after: $after) { cursor node { id action element { id name } } } }"


@pytest.fixture
async def graph(empty_graph: None, store: Store) -> Store:
    """One library."""
    await put(store, Create("Library", {"id": "one", "name": "Jedna"}))
    return store


async def put(store: Store, *commands: Command) -> None:
    """Write."""
    await write(store, SCHEMA, commands, AUTHOR)


async def rename(store: Store, name: str) -> None:
    """Give the library another name."""
    await put(store, Update("one", {"name": name}))


class Client:
    """A client that speaks ``graphql-transport-ws``."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def send(self, **message: Any) -> None:
        await self.socket.send(orjson.dumps(message).decode())

    async def receive(self) -> Any:
        return orjson.loads(await asyncio.wait_for(self.socket.recv(), 20))

    async def subscribe(self, id_: str = "1", query: str = CHANGED, **variables: Any) -> None:
        await self.send(type="subscribe", id=id_, payload={"query": query, "variables": variables})

    async def next(self) -> Any:
        """What the next message of a subscription holds."""
        message = await self.receive()
        assert message["type"] == "next", message
        return message["payload"]["data"]["changed"]

    async def closed(self) -> int | None:
        """The code with which the server ends."""
        await asyncio.wait_for(self.socket.wait_closed(), 20)
        return self.socket.close_code


@asynccontextmanager
async def talking(server: str, *, init: bool = True, **options: Any) -> AsyncIterator[Client]:
    """A client with an open websocket."""
    options = {"subprotocols": ["graphql-transport-ws"], **options}
    async with connect(server.replace("http", "ws") + "/graphql", **options) as socket:
        client = Client(socket)
        if init:
            await client.send(type="connection_init")
            assert await client.receive() == {"type": "connection_ack"}
        yield client


@asynccontextmanager
async def streaming(server: str, **variables: Any) -> AsyncIterator[AsyncIterator[tuple[str, Any]]]:
    """Server-sent events of a subscription, each with its name."""
    headers = {"Accept": "text/event-stream"}
    request = {"query": CHANGED, "variables": variables}
    async with (
        httpx.AsyncClient(base_url=server, timeout=20) as client,
        client.stream("POST", "/graphql", json=request, headers=headers) as answer,
    ):
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        yield _events(answer)


async def _events(answer: httpx.Response) -> AsyncIterator[tuple[str, Any]]:
    name = ""
    async for line in answer.aiter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: ") and len(line) > 6:
            yield name, orjson.loads(line.removeprefix("data: "))
