"""The ways by which the protocol travels, as the SDK has them: streamable HTTP, and standard input and output."""

from functools import cache
from typing import Any

from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from api.mcp.caller import Caller, Local, Remote
from api.mcp.server import server
from graph.operations.context import Context


async def over_http(scope: Scope, receive: Receive, send: Send, largest: int) -> None:
    """Answer one request, in one body of JSON; nothing is kept of it, so any process can answer the next."""
    manager = StreamableHTTPSessionManager(_remote(), json_response=True, stateless=True, max_request_body_size=largest)
    async with manager.run():
        await manager.handle_request(scope, receive, send)


@cache
def _remote() -> Server[Any]:
    def caller(request: Request | None) -> Caller:
        assert request is not None
        return Remote(request)

    return server(caller)


async def over_stdio(context: Context) -> None:
    """Answer over standard input and output until the client closes them."""
    local = server(lambda _: Local(context))
    async with stdio_server() as (read, write):
        await local.run(read, write, local.create_initialization_options())
