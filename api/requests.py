"""What every request gets, whichever door it takes: an id, an answer even to a bug, and its place in the figures."""

import time
from uuid import uuid4

from prometheus_client import CollectorRegistry, Histogram
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.answers import JSON
from api.errors import REQUEST_ID, masked

_BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)


class Requests:
    """Gives each request an id, which its answer carries in ``X-Request-Id``, and times it by door and status."""

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

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", request_id.encode())]
            await send(message)

        # Whoever may GET may ask for the headers alone; the server leaves the body out.
        asked = {**scope, "method": "GET", "head": True} if scope["method"] == "HEAD" else scope
        try:
            await self._app(asked, receive, send_with_id)
        except ClientDisconnect:
            pass
        except Exception as error:
            if status:
                raise
            await JSON(masked(error), 500)(scope, receive, send_with_id)
        finally:
            seconds = time.perf_counter() - begin
            self._seconds.labels(_door(scope["path"]), status).observe(seconds)


def _door(path: str) -> str:
    if path.startswith("/v1/"):
        return "rest"
    return "graphql" if path == "/graphql" else "other"
