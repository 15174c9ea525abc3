"""How answers are written."""

from collections.abc import Mapping

import orjson
from starlette.responses import Response

from graph.store.values import as_text


class JSON(Response):
    """JSON as orjson writes it."""

    media_type = "application/json"

    def render(self, content: object) -> bytes:
        """The bytes of the body."""
        return in_json(content)


def in_json(content: object) -> bytes:
    """JSON of what was read; a value that plain Cypher wrote, and that JSON has no form for, is a text."""
    return orjson.dumps(content, default=as_text)


def headers_alone(media: str, headers: Mapping[str, str] = {}) -> Response:
    """The answer to HEAD where the body would be dear to make, or has no end: its length is not said."""
    response = Response(headers=headers, media_type=media)
    del response.headers["Content-Length"]
    return response
