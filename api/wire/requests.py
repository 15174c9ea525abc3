"""What every request gets, whichever door it takes: an id, an answer even to a bug, and its place in the figures."""

import time
from collections.abc import Iterable
from uuid import uuid4

from prometheus_client import CollectorRegistry, Histogram
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.answers import JSON
from api.errors import REQUEST_ID, masked

_BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)

_VARY = ("Authorization", "X-API-Key", "Accept-Encoding")
"""What may make an answer another one, whatever its address."""


class Requests:
    """Gives each request an id, which its answer carries in ``X-Request-Id``, and times it by door and status.

    What an answer does not say about caches is said here: it is for who asked, and to be asked for again each time.
    """

    def __init__(self, app: ASGIApp, metrics: CollectorRegistry) -> None:
        self._app = app
        self._seconds = Histogram(
            "spojenci_request_seconds", "Requests.", ["door", "status"], buckets=_BUCKETS, registry=metrics
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begin, status, request_id = time.perf_counter(), 0, uuid4().hex
        REQUEST_ID.set(request_id)
        door = _door(scope["path"])

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": _marked(message.get("headers", ()), request_id, door)}
            await send(message)

        # Whoever may GET may ask for the headers alone; the server leaves the body out.
        asked = {**scope, "method": "GET", "head": True} if scope["method"] == "HEAD" else scope
        try:
            await self._app(asked, receive, send_with_id)
        except ClientDisconnect:
            pass
        finally:
            self._seconds.labels(door, status).observe(time.perf_counter() - begin)


def _door(path: str) -> str:
    if path.startswith("/v1/"):
        return "rest"
    return {"/graphql": "graphql", "/mcp": "mcp"}.get(path, "other")


def _marked(raw: Iterable[tuple[bytes, bytes]], request_id: str, door: str) -> list[tuple[bytes, bytes]]:
    """The headers of an answer with those that every answer has."""
    headers = MutableHeaders(raw=list(raw))
    headers["X-Request-Id"] = request_id
    headers.setdefault("X-Content-Type-Options", "nosniff")
    if not headers.setdefault("Cache-Control", "private, no-cache").startswith("public"):
        known = [name.strip() for name in ",".join(headers.getlist("Vary")).split(",") if name.strip()]
        names = dict.fromkeys([*known, *(["Accept"] if door == "graphql" else []), *_VARY])
        headers["Vary"] = ", ".join(names)
    return headers.raw


class Failures:
    """Answers what no door has caught, which is a bug, so that it is marked and written like any other answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except ClientDisconnect:
            pass
        except Exception as error:
            if begun:
                raise
            await JSON(masked(error), 500)(scope, receive, send)
