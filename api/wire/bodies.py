"""Bodies of requests, whichever door they come by: JSON in UTF-8, bounded while it streams in."""

from collections.abc import Mapping
from types import MappingProxyType

import orjson
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import Refused, too_large

NESTING = 64
"""Lists and objects within one another in a body; whoever reads one may call itself as often."""

_JSON = "application/json"


class Bodies:
    """Lets a door read so many bytes of a body, and no more; at some paths, ``larger`` ones.

    Nothing is read before a door asks for it, so that one which knows who may send something can say so first.
    """

    def __init__(self, app: ASGIApp, largest: int, larger: Mapping[str, int] = MappingProxyType({})) -> None:
        self._app = app
        self._largest = largest
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; its door gets :class:`Refused` (413) when it reads too much."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        largest = self._larger.get(scope["path"], self._largest)
        declared = Headers(scope=scope).get("content-length", "")
        read = int(declared) if declared.isdecimal() else 0
        answering, received = False, 0

        async def bounded() -> Message:
            nonlocal received
            # Once an answer is on its way, all that a door still wants to know is when the client goes.
            if not answering and read > largest:
                raise too_large("body", largest)
            message = await receive()
            received += len(message.get("body", b""))
            if not answering and received > largest:
                raise too_large("body", largest)
            return message

        async def noted(message: Message) -> None:
            nonlocal answering
            answering = True
            await send(message)

        await self._app(scope, bounded, noted)


async def json_of(request: Request) -> object:
    """The JSON in the body of a request.

    Raises
    ------
    Refused
        It says to be something else, or to be packed (415), is too large (413), or is not JSON (400).
    """
    kind, *parameters = (part.strip() for part in request.headers.get("content-type", "").lower().split(";"))
    charsets = {part[8:].strip(' "') for part in parameters if part.startswith("charset=")}
    if kind != _JSON or not charsets <= {"utf-8", "utf8"}:
        raise Refused("send JSON in UTF-8, with the header Content-Type: application/json", 415, "Content-Type")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        headers = {"Accept-Encoding": "identity"}
        raise Refused("send the body as it is, not packed", 415, "Content-Encoding", headers)
    return parsed(await request.body(), "body")


def parsed(text: bytes | str, place: str) -> object:
    """The value of a text in JSON. Raises Refused."""
    try:
        value: object = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Refused(_not_utf8(text) or f"this is not JSON: {error}", place=place) from error
    if _is_deeper(value, NESTING):
        raise Refused(f"at most {NESTING} lists and objects may stand within one another", place="nesting of values")
    return value


def _not_utf8(text: bytes | str) -> str | None:
    if isinstance(text, str):
        return None
    try:
        text.decode()
    except UnicodeDecodeError as error:
        return f"this is not UTF-8: see the byte at position {error.start + 1}; save or send it in UTF-8"
    return None


def _is_deeper(value: object, levels: int) -> bool:
    inner = [value]
    for _ in range(levels + 1):
        inner = [each for whole in inner for each in _parts(whole)]
        if not inner:
            return False
    return True


def _parts(value: object) -> list[object]:
    match value:
        case dict():
            return list(value.values())
        case list():
            return value
    return []
