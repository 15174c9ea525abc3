"""Clients that leave before they are answered: what is read for them ends, what is written goes on."""

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Result = TypeVar("Result")

_WRITING: set[asyncio.Task[object]] = set()
"""Writes under way; the event loop itself keeps no task alive."""


async def finished(work: Coroutine[object, object, Result]) -> Result:
    """Do something to its end, also where whoever asked for it leaves meanwhile."""
    task = asyncio.create_task(work)
    _WRITING.add(task)
    task.add_done_callback(_ended)
    return await asyncio.shield(task)


def _ended(task: asyncio.Task[Result]) -> None:
    _WRITING.discard(task)
    if not task.cancelled():
        task.exception()  # nobody may be left to whom it could be told


class Leaving:
    """Cancels a request whose client leaves once it has sent all of it; the driver then ends what is read for it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = _Request(receive, is_whole=_has_no_body(scope))
        answering = asyncio.current_task()
        assert answering
        watching = asyncio.create_task(request.watch(answering))
        try:
            await self._app(scope, request.receive, send)
        except asyncio.CancelledError:
            if not request.left.is_set() or answering.uncancel():
                raise
        finally:
            watching.cancel()


class _Request:
    """What comes of a request: its body to whoever asks for it, then nothing but that the client has left."""

    def __init__(self, receive: Receive, *, is_whole: bool) -> None:
        self._receive = receive
        self._whole, self.left = asyncio.Event(), asyncio.Event()
        self._empty: Message | None = None
        if is_whole:
            self._empty = {"type": "http.request", "body": b"", "more_body": False}
            self._whole.set()

    async def receive(self) -> Message:
        if self._empty:
            empty, self._empty = self._empty, None
            return empty
        if self._whole.is_set():
            await self.left.wait()
            return {"type": "http.disconnect"}
        message = await self._receive()
        if not message.get("more_body"):
            self._whole.set()
        return message

    async def watch(self, answering: asyncio.Task[object]) -> None:
        await self._whole.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.left.set()
        answering.cancel()


def _has_no_body(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return "transfer-encoding" not in headers and headers.get("content-length", "0") == "0"
