"""GraphQL as server-sent events (graphql-sse, distinct connections).

Protocol: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, suppress

import orjson
from graphql import FormattedExecutionResult
from starlette.responses import Response, StreamingResponse

from api.graphql.asking import Answer, Answers

EVENT_STREAM = "text/event-stream"

HEARTBEAT = 15.0
"""Seconds of silence after which a stream says that it lives, so that no proxy takes the line for dead."""

_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_ALIVE = b":\n\n"
_COMPLETE = b"event: complete\ndata: \n\n"


def whole(response: FormattedExecutionResult, status: int, headers: dict[str, str]) -> Response:
    """A stream of one answer."""
    return Response(_next(response) + _COMPLETE, status, _HEADERS | headers, EVENT_STREAM)


def stream(answers: Answers, ended: Callable[[], Awaitable[Answer]]) -> StreamingResponse:
    """A stream of many answers; what ``ended`` gives is the last one where it comes before they end."""
    return StreamingResponse(_events(answers, ended), headers=_HEADERS, media_type=EVENT_STREAM)


async def _events(answers: Answers, ended: Callable[[], Awaitable[Answer]]) -> AsyncIterator[bytes]:
    async with aclosing(answers):
        yield _ALIVE
        last = asyncio.ensure_future(ended())
        coming: asyncio.Future[Answer] | None = None
        try:
            while not last.done():
                coming = coming or asyncio.ensure_future(anext(answers))
                await asyncio.wait([coming, last], timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
                if coming.done():
                    answer, coming = coming.result(), None
                    yield _next(answer.response)
                elif not last.done():
                    yield _ALIVE
            yield _next(last.result().response) + _COMPLETE
        except StopAsyncIteration:
            yield _COMPLETE
        finally:
            await _cancel(last)
            if coming:
                await _cancel(coming)


async def _cancel(future: asyncio.Future[Answer]) -> None:
    future.cancel()
    with suppress(asyncio.CancelledError, StopAsyncIteration):
        await future


def _next(response: FormattedExecutionResult) -> bytes:
    return b"event: next\ndata: " + orjson.dumps(response) + b"\n\n"
