"""Bodies of requests, whichever door they come by: JSON in UTF-8, bounded while it streams in."""

import orjson
from starlette.requests import Request

from api.errors import Refused, too_large

_JSON = "application/json"


async def json_of(request: Request, largest: int) -> object:
    """The JSON in the body of a request, of so many bytes at most.

    Raises
    ------
    Refused
        It says to be something else (415), is too large (413), or is not JSON (400).
    """
    kind, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    charset = parameters.partition("charset=")[2].strip(' "')
    if kind.strip() != _JSON or charset not in ("", "utf-8", "utf8"):
        raise Refused("send JSON in UTF-8, with the header Content-Type: application/json", 415, "Content-Type")
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > largest:
            raise too_large("body", largest)
    return parsed(bytes(content), "body")


def parsed(text: bytes | str, place: str) -> object:
    """The value of a text in JSON. Raises Refused."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Refused(f"this is not JSON: {error}", place=place) from error
