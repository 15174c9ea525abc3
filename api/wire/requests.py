"""What every request gets, whichever door it takes: an id, an answer even to a bug, a line in the log, and its figures."""

import asyncio
import errno
import logging
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import uuid4

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import languages
from api.answers import JSON
from api.errors import body, headers, masked
from api.tracing import span
from api.wire.stopping import stopping
from graph.errors import DatabaseUnavailable
from graph.store.store import BUCKETS
from graph.trail import Trail, begin

logger = logging.getLogger("spojenci.requests")


_VARY = ("Authorization", "X-API-Key", "Accept-Encoding", "Accept-Language")
"""What may make an answer another one, whatever its address."""

_ID = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}")
"""An id that is taken over from who asks: in a line of the log it is one word."""

_TRACE = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
"""W3C Trace Context, section 3.2."""

_WATCHED = ("/healthz", "/readyz", "/metrics")
"""Addresses that machines ask all the time, of which only failures are logged."""

LEFT = 499
"""Status of a request whose client left before it was answered, as others have it in their logs."""


def trail_of(headers: Headers) -> Trail:
    """The trail of a request: its id and trace are those that it came with, as far as they are well formed."""
    id_, trace = headers.get("x-request-id", ""), headers.get("traceparent", "")
    return Trail(id_ if _ID.fullmatch(id_) else uuid4().hex, trace if _TRACE.fullmatch(trace) else None)


class Log:
    """The log of requests, and what they have come to in the figures."""

    def __init__(self, metrics: CollectorRegistry) -> None:
        self._seconds = Histogram(
            "spojenci_request_seconds", "Requests.", ["door", "status"], buckets=BUCKETS, registry=metrics
        )
        self._now = Gauge("spojenci_requests_in_flight", "Requests being answered.", ["door"], registry=metrics)
        self._errors = Counter("spojenci_errors", "Errors told, by door and code.", ["door", "code"], registry=metrics)

    @contextmanager
    def entry(self, door: str, path: str, trail: Trail) -> Iterator["Outcome"]:
        """The line of one request, and its figures, written when it has been answered."""
        begin(trail)
        outcome, start = Outcome(), time.perf_counter()
        self._now.labels(door).inc()
        try:
            with span(door, trail):
                yield outcome
        finally:
            seconds = time.perf_counter() - start
            self._now.labels(door).dec()
            self._seconds.labels(door, outcome.status).observe(seconds)
            for code in trail.errors:
                self._errors.labels(door, code).inc()
            if path not in _WATCHED or outcome.status >= 400:
                _write(door, outcome, trail, seconds)


class Outcome:
    """What became of a request; ``operation`` is what its route is called, where no door has told more."""

    status = LEFT
    operation = ""


def _write(door: str, outcome: Outcome, trail: Trail, seconds: float) -> None:
    told: dict[str, object] = {
        "id": trail.id,
        "door": door,
        "operation": trail.operation or outcome.operation or "-",
        "status": outcome.status,
        "ms": round(seconds * 1000, 1),
        "cost": trail.cost,
        "caller": trail.caller or "-",
        "statements": trail.statements,
    }
    if trail.trace:
        told["traceparent"] = trail.trace
    if trail.errors:
        told["errors"] = ",".join(dict.fromkeys(trail.errors))
    logger.info("request", extra=told)


class Requests:
    """Gives each request its id, which its answer carries in ``X-Request-Id``, and its entry in the log.

    What an answer does not say about caches is said here: it is for who asked, and to be asked for again each time.
    """

    def __init__(self, app: ASGIApp, log: Log) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "lifespan":
            languages.begin(Headers(scope=scope).get("accept-language", ""))
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        trail, door = trail_of(Headers(scope=scope)), _door(scope["path"])
        # Whoever may GET may ask for the headers alone; the server leaves the body out.
        asked = {**scope, "method": "GET", "head": True} if scope["method"] == "HEAD" else scope
        with self._log.entry(door, scope["path"], trail) as outcome:

            async def send_with_id(message: Message) -> None:
                if message["type"] == "http.response.start":
                    outcome.status = message["status"]
                    message = {**message, "headers": _marked(message.get("headers", ()), trail, door)}
                await send(message)

            try:
                await self._app(asked, receive, send_with_id)
            except ClientDisconnect:
                pass
            finally:
                outcome.operation = getattr(asked.get("route"), "name", "")


def _door(path: str) -> str:
    if path.startswith("/v1/"):
        return "rest"
    return {"/graphql": "graphql", "/mcp": "mcp"}.get(path, "other")


def _marked(raw: Iterable[tuple[bytes, bytes]], trail: Trail, door: str) -> list[tuple[bytes, bytes]]:
    """The headers of an answer with those that every answer has."""
    headers = MutableHeaders(raw=list(raw))
    headers["X-Request-Id"] = trail.id
    if trail.trace:
        headers["traceparent"] = trail.trace
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
        except asyncio.CancelledError:
            if not stopping(scope).is_set():
                raise
            logger.warning("cut off, for the service ends: %s", scope["path"])
            if not begun:
                await JSON(body(_STOPPED), 503, headers(_STOPPED))(scope, receive, send)
        except Exception as error:
            if begun:
                raise
            await _failure(error)(scope, receive, send)


_STOPPED = DatabaseUnavailable(
    "The service is being stopped. Try again in a few seconds; a change may have been made or not: send it once more with the "
    "same Idempotency-Key, which makes it once in any case."
)


def _failure(error: Exception) -> JSON:
    """The answer to what no door has caught; a full disk is no mistake of ours."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        logger.error("the disk is full: %s", error)  # without its trace, which would fill it again
        full = DatabaseUnavailable("The disk of the service is full. Try again when there is room.")
        return JSON(body(full), 503, headers(full))
    return JSON(masked(error), 500)
