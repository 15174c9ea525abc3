"""How answers are written."""

from hashlib import blake2b

import orjson
from starlette.requests import Request
from starlette.responses import Response


class JSON(Response):
    """JSON as orjson writes it."""

    media_type = "application/json"

    def render(self, content: object) -> bytes:
        """The bytes of the body."""
        return orjson.dumps(content)


def tagged(request: Request, response: Response) -> Response:
    """An answer with its tag, or only word that the client has it already (RFC 9110, section 13.1.2)."""
    tag = f'"{blake2b(bytes(response.body), digest_size=12).hexdigest()}"'
    response.headers["ETag"] = tag
    response.headers.setdefault("Cache-Control", "private, no-cache")
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers={"ETag": tag})
    return response
