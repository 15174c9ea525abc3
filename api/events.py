"""Server-sent events (HTML Living Standard, section 9.2), whatever is in them."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import Any

from starlette.responses import StreamingResponse

from api.answers import in_json

MEDIA = "text/event-stream"

HEARTBEAT = 15.0
"""Seconds of silence after which a stream says that it lives, so that no proxy takes the line for dead."""

HEADERS: Mapping[str, str] = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_ALIVE = b":\n\n"

COMPLETE = b"event: complete\ndata: \n\n"
"""The event that ends a stream, so that clients do not connect again."""


def event(name: str, data: object) -> bytes:
    """An event with data in JSON."""
    return b"event: %s\ndata: %s\n\n" % (name.encode(), in_json(data))


def stream(
    events: AsyncGenerator[bytes, None], ended: Callable[[], Awaitable[bytes]], stopping: asyncio.Event
) -> StreamingResponse:
    """A stream of events; the one that ``ended`` gives is the last one where it comes before they end.

    Where the service is ``stopping``, it ends without a word, and clients connect again where one answers.
    """
    return StreamingResponse(_streamed(events, ended, stopping), headers=HEADERS, media_type=MEDIA)


async def _streamed(
    events: AsyncGenerator[bytes, None], ended: Callable[[], Awaitable[bytes]], stopping: asyncio.Event
) -> AsyncIterator[bytes]:
    async with aclosing(events):
        yield _ALIVE
        last, stops = asyncio.ensure_future(ended()), asyncio.ensure_future(stopping.wait())
        coming: asyncio.Future[bytes] | None = None
        try:
            while not last.done():
                coming = coming or asyncio.ensure_future(anext(events))
                awaited: list[asyncio.Future[Any]] = [coming, last, stops]
                await asyncio.wait(awaited, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
                if coming.done():
                    event, coming = coming.result(), None
                    yield event
                elif stops.done():
                    return
                elif not last.done():
                    yield _ALIVE
            yield last.result() + COMPLETE
        except StopAsyncIteration:
            yield COMPLETE
        finally:
            for each in (last, stops, coming):
                await _cancel(each)


async def _cancel(future: asyncio.Future[Any] | None) -> None:
    if future:
        future.cancel()
        await asyncio.wait([future])  # whatever it has failed by, the others are ended too
        if not future.cancelled():
            future.exception()
