"""The address of assistants, ``POST /mcp``.

What the SDK would check of bodies and headers is checked before it, as at every other door.
"""

import asyncio
from importlib import import_module

from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from api.wire.bodies import json_of
from api.wire.origins import may_connect
from graph.errors import Forbidden
from graph.settings import Settings


class Assistants:
    """Answers assistants over HTTP."""

    def __init__(self, settings: Settings) -> None:
        self._origins = settings.origins
        self._largest = settings.max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Raises Forbidden where a page asks that may not, and Refused for what is no JSON."""
        request = Request(scope, receive)
        if not may_connect(request.headers, self._origins):
            raise Forbidden("Pages of this origin may not ask here; SPOJENCI_ORIGINS names those that may.")
        await json_of(request)
        body: list[Message] = [{"type": "http.request", "body": await request.body()}]

        async def read_again() -> Message:
            return body.pop() if body else await receive()

        # The SDK takes half a second to import and 30 MB: the first assistant waits for it, and nobody else.
        transports = await asyncio.to_thread(import_module, "api.mcp.transports")
        await transports.over_http(scope, read_again, send, self._largest)
