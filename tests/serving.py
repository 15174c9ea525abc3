"""A real server of an application of the test's own, and the Neo4j behind it."""

import asyncio
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import httpx
import uvicorn

from api.app import create_app
from api.wire.connections import ServerConfig
from graph.settings import Settings
from graph.store import Endpoint, Store

T = TypeVar("T")


@contextmanager
def address_of(settings: Settings, endpoint: Endpoint) -> Iterator[str]:
    """The address of a new server on this Neo4j, which makes no plans ahead: the server ends before they are made."""
    listener = socket.create_server(("127.0.0.1", 0))
    app = create_app(settings, endpoint, plans_ahead=False)
    server = uvicorn.Server(ServerConfig(app, settings, log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(20)


@contextmanager
def served(settings: Settings, endpoint: Endpoint) -> Iterator[httpx.Client]:
    """A client of a new server on this Neo4j."""
    with address_of(settings, endpoint) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


def on(endpoint: Endpoint, settings: Settings, action: Callable[[Store], Awaitable[T]]) -> T:
    """Do something with a Neo4j directly, outside the loop of the tests."""

    async def work() -> T:
        async with endpoint.open(settings) as store:
            return await action(store)

    return asyncio.run(work())
