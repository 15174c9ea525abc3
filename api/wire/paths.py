"""Addresses: the path below which the world sees the service, and the ways to its page."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send


class Prefix:
    """Takes the prefix off the addresses of requests, where a proxy has not done so."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path: str = scope.get("path", "")
        if path == self._prefix and scope["type"] == "http":
            await _moved(f"{self._prefix}/")(scope, receive, send)
            return
        if path.startswith(f"{self._prefix}/"):
            scope = {**scope, "path": path.removeprefix(self._prefix)}
        await self._app(scope, receive, send)


def base(request: Request, prefix: str) -> str:
    """The address of the service as the world sees it, below a prefix; those of its parts are added to it."""
    return str(request.base_url).rstrip("/") + prefix


async def to_page(_: Request) -> Response:
    """The way from ``/graphql/`` to the page there; it names no host, for the one in the request may be anything."""
    return _moved("../graphql")


def _moved(location: str) -> Response:
    return Response(status_code=307, headers={"Location": location})
