"""How answers are written."""

import orjson
from starlette.responses import Response


class JSON(Response):
    """JSON as orjson writes it."""

    media_type = "application/json"

    def render(self, content: object) -> bytes:
        """The bytes of the body."""
        return orjson.dumps(content)
