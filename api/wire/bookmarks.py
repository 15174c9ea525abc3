"""Read your own writes, by whatever process and server: what Neo4j calls bookmarks, in a header.

An answer tells in ``X-Spojenci-Bookmark`` up to where Neo4j was written; a request that sends it back is answered from there
on or later, also by another process, and from a server of a cluster that was behind. Bookmarks are signed: one that was made up
could have statements wait for what never comes.
"""

import hmac
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.answers import JSON
from api.errors import STATUS, body
from graph.errors import BadInput
from graph.store import Store

HEADER = "X-Spojenci-Bookmark"

_MOST = 16
"""Bookmarks that one request may send."""


class Bookmarks:
    """Takes the bookmarks of each request, and tells those of what may have been written for it.

    ``secret`` is known to all processes on one database, and to nobody else.
    """

    def __init__(self, app: ASGIApp, store: Store, secret: str) -> None:
        self._app = app
        self._store = store
        self._secret = secret.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            given = self._read(Headers(scope=scope).get(HEADER, ""))
        except BadInput as error:
            await JSON(body(error), STATUS[error.code])(scope, receive, send)
            return
        with self._store.after(given):
            await self._app(scope, receive, self._telling(send) if scope["method"] == "POST" else send)

    def _read(self, header: str) -> frozenset[str]:
        signed = {each.strip() for each in header.split(",")} - {""}
        found = frozenset(each.partition(".")[0] for each in signed)
        if len(signed) > _MOST or signed != self._signed(found):
            raise BadInput("It is no bookmark: send what an answer of this service has told.", place=HEADER)
        return found

    def _signed(self, bookmarks: Iterable[str]) -> set[str]:
        return {f"{each}.{hmac.digest(self._secret, each.encode(), 'sha256').hex()[:32]}" for each in bookmarks}

    def _telling(self, send: Send) -> Send:
        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and (made := await self._store.bookmarks()):
                headers = MutableHeaders(raw=list(message.get("headers", ())))
                headers[HEADER] = ",".join(sorted(self._signed(made)))
                message = {**message, "headers": headers.raw}
            await send(message)

        return told
