"""What clients and caches may keep: every whole answer to GET has a tag, and is not sent again to who has it."""

from hashlib import blake2b

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.wire.media import every_line

_KEPT = ("etag", "cache-control", "vary", "access-control-allow-origin")
"""What an answer without its body still says (RFC 9110, section 15.4.5), and who may read it."""


def tag(content: bytes) -> str:
    """The tag of an answer with this content; a weak one, as it may be packed on its way."""
    return f'W/"{blake2b(content, digest_size=12).hexdigest()}"'


class Tags:
    """Gives whole answers to GET a tag, and answers 304 where the client has it already (RFC 9110, section 13.1.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        known = every_line(Headers(scope=scope), "if-none-match")
        start: Message | None = None

        async def tagged(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and message["status"] == 200:
                start = message
                return
            if start is not None:
                begin, start = start, None
                if not message.get("more_body"):
                    begin, message = _tagged(begin, message, known)
                await send(begin)
            await send(message)

        await self._app(scope, receive, tagged)


def _tagged(start: Message, body: Message, known: str) -> tuple[Message, Message]:
    headers = MutableHeaders(raw=list(start["headers"]))
    is_made = headers.get("content-length", "0") != "0"  # an answer to HEAD may not be
    if not is_made or "no-store" in headers.get("cache-control", ""):
        return start, body
    own = headers.setdefault("ETag", tag(body.get("body", b"")))
    if not _is_known(own, known):
        return {**start, "headers": headers.raw}, body
    kept = [(name, value) for name, value in headers.raw if name.decode() in _KEPT]
    return {**start, "status": 304, "headers": kept}, {**body, "body": b""}


def _is_known(own: str, known: str) -> bool:
    """Whether a tag is among those of the header ``If-None-Match``, which compares weakly."""
    listed = [each.strip().removeprefix("W/") for each in known.split(",")]
    return own.removeprefix("W/") in listed or "*" in listed
