"""A receiver of webhooks that verifies what it gets, and an empty graph with a key for each role."""

import hmac
import json
import threading
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from graph import keys
from graph.access import Role, Viewer
from graph.ranking.partners import Partners
from graph.store import Store
from graph.webhooks.dispatcher import Dispatcher, Patience
from tests.graph.conftest import fresh

__all__ = ["fresh"]

READER, ADMIN = Viewer(Role.READER, "hook-reader"), Viewer(Role.ADMIN, "hook-admin")


@dataclass
class Receiver:
    """What it got, and the status that it answers next; ``secrets`` verify, as the specification says."""

    url: str
    statuses: list[int] = field(default_factory=list)
    got: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        return [id_ for id_, _, _ in self.got]

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(body) for _, body, _ in self.got]

    def verifies(self, secret: str) -> bool:
        """Whether one of the signatures of the last message is of this secret."""
        id_, body, headers = self.got[-1]
        signed = f"{id_}.{headers['webhook-timestamp']}.".encode() + body
        key = b64decode(secret.removeprefix("whsec_"))
        expected = "v1," + b64encode(hmac.new(key, signed, "sha256").digest()).decode()
        return expected in headers["webhook-signature"].split(" ")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A real HTTP server on loopback."""
    made = Receiver("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers["content-length"]))
            made.got.append((headers["webhook-id"], body, headers))
            self.send_response(made.statuses.pop(0) if made.statuses else 204)
            self.send_header("location", "/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
async def graph(fresh: Store) -> Store:
    """Nothing but two keys."""
    for viewer in (READER, ADMIN):
        assert viewer.role
        await keys.create(fresh, viewer.name, viewer.role, None, timedelta(days=1))
    return fresh


@pytest.fixture
async def dispatcher(graph: Store) -> AsyncIterator[Dispatcher]:
    """One that is moved by hand, and tries again at once, three times in all."""
    async with Partners(graph) as partners:
        yield dispatcher_on(graph, partners)


def dispatcher_on(store: Store, partners: Partners, *, private: bool = True) -> Dispatcher:
    return Dispatcher(store, partners, private=private, patience=Patience(first=0, attempts=3, letters=2), pause=0)
