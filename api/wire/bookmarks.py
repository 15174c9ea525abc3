"""Read your own writes, by whatever process and server: what Neo4j calls bookmarks, in a header.

An answer to a write tells in ``X-Spojenci-Bookmark`` up to where Neo4j was written; a request that sends it back is answered
from there on or later, also by another process, and from a server of a cluster that was behind.
"""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.answers import JSON
from api.errors import STATUS, body
from graph.errors import BadInput
from graph.store import AFTER, Store

HEADER = "X-Spojenci-Bookmark"

_MOST = 16
_BOOKMARK = re.compile(r"[\w+/=:.-]{1,512}")


class Bookmarks:
    """Takes the bookmarks of each request, and tells those of what may have been written for it."""

    def __init__(self, app: ASGIApp, store: Store) -> None:
        self._app = app
        self._store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = frozenset(re.split(r"[,\s]+", Headers(scope=scope).get(HEADER, "").strip())) - {""}
        if len(given) > _MOST or not all(map(_BOOKMARK.fullmatch, given)):
            error = BadInput("It is no bookmark: send what an answer of this service has told.", place=HEADER)
            await JSON(body(error), STATUS[error.code])(scope, receive, send)
            return
        token = AFTER.set(given)
        try:
            await self._app(scope, receive, self._telling(send) if scope["method"] == "POST" else send)
        finally:
            AFTER.reset(token)

    def _telling(self, send: Send) -> Send:
        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and (made := await self._store.bookmarks()):
                headers = MutableHeaders(raw=list(message.get("headers", ())))
                headers[HEADER] = ",".join(sorted(made))
                message = {**message, "headers": headers.raw}
            await send(message)

        return told
