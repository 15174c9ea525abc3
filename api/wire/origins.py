"""Who may call by which name: pages of other origins (CORS), and the names of the service itself."""

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

PREFLIGHT = ("graphql-require-preflight", "apollo-require-preflight")
"""Headers that no page of another origin can send unless it was allowed to (CORS, "preflight")."""

PROBED = ("/healthz", "/readyz")
"""Addresses that probes call, which know the service by its address alone."""

_SENT = (
    "Authorization",
    "Content-Type",
    "GraphQL-Require-Preflight",
    "Apollo-Require-Preflight",
    "Idempotency-Key",
    "If-None-Match",
    "Last-Event-ID",
    "Mcp-Method",
    "Mcp-Name",
    "Mcp-Protocol-Version",
    "X-API-Key",
    "X-Request-Id",
    "X-Spojenci-Bookmark",
    "traceparent",
    "tracestate",
)
_SHOWN = ("ETag", "Retry-After", "X-Request-Id", "X-Spojenci-Bookmark")


class Origins(CORSMiddleware):
    """Lets pages of some origins call, by any door. Browsers send no credentials by themselves, for none are cookies."""

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        methods = ("GET", "HEAD", "OPTIONS", "POST")
        super().__init__(app, origins, methods, _SENT, expose_headers=_SHOWN, max_age=3600)


class Hosts(TrustedHostMiddleware):
    """Answers those who call the service by one of its names; probes call it by any."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        super().__init__(app, [*hosts], www_redirect=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answering = self.app if scope.get("path") in PROBED else super().__call__
        await answering(scope, receive, send)


def may_connect(headers: Mapping[str, str], origins: Collection[str]) -> bool:
    """Whether a websocket may be opened: by a page of ours, by one that may, or by a program, which says no origin."""
    origin = headers.get("origin")
    if origin is None or "*" in origins or origin in origins:
        return True
    try:
        return urlsplit(origin).netloc == headers.get("host")
    except ValueError:
        return False
