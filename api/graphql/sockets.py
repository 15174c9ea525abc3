"""Live answers: GraphQL over a websocket (``graphql-transport-ws``) and as server-sent events.

Protocols: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md and
https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md (distinct connections).
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import aclosing, suppress
from typing import Any
from urllib.parse import urlsplit

import orjson
from graphql import ExecutionResult, OperationType
from pydantic import ValidationError
from starlette.datastructures import Headers
from starlette.responses import StreamingResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from api.caller.identity import REFUSED, Identity, credential
from api.caller.rates import Rates, caller
from api.errors import Unauthenticated, graphql_error
from api.graphql.execution import Engine, RequestError
from api.graphql.persisted import Asked, Documents
from graph.access import Viewer
from graph.errors import Forbidden, SpojenciError
from graph.settings import Settings

PROTOCOL = "graphql-transport-ws"

EVENT_STREAM = "text/event-stream"

INIT_SECONDS = 10.0
"""Seconds in which a client of a websocket has to introduce itself."""

OPERATIONS = 20
"""Operations that one websocket may have under way."""

HEARTBEAT = 15.0
"""Seconds of silence after which a stream of events says that it lives."""

AGAIN = 60.0
"""Seconds after which whoever hears live answers has to be somebody still."""


def shown(result: ExecutionResult) -> dict[str, Any]:
    """A result as it is sent."""
    errors = {"errors": [error.formatted for error in result.errors]} if result.errors else {}
    return {**errors, "data": result.data}


def _refused(error: Exception) -> list[dict[str, Any]]:
    if isinstance(error, RequestError):
        return [dict(problem.formatted) for problem in error.errors]
    return [dict(graphql_error(error).formatted)]


async def _refusal(identity: Identity, secret: str | None) -> SpojenciError:
    """Wait until a key or token is not accepted any more, and say why."""
    while True:
        await asyncio.sleep(AGAIN)
        try:
            await identity.identify(secret)
        except (Unauthenticated, Forbidden) as error:
            return error
        except SpojenciError:  # whether it has ended cannot be told now
            continue


# ---------------------------------------------------------------------------------------------------------- events


async def events(
    results: AsyncGenerator[ExecutionResult, None], identity: Identity, secret: str | None
) -> StreamingResponse:
    """Results as server-sent events, with an empty comment now and then so that nobody takes the line for dead.

    The last one is an error where the key or token ends before they do.
    """
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_stream(results, identity, secret), media_type=EVENT_STREAM, headers=headers)


async def _stream(
    results: AsyncGenerator[ExecutionResult, None], identity: Identity, secret: str | None
) -> AsyncIterator[bytes]:
    async with aclosing(results):
        yield b":\n\n"
        refused = asyncio.create_task(_refusal(identity, secret))
        waiting: asyncio.Task[ExecutionResult] | None = None
        try:
            while not refused.done():
                waiting = waiting or asyncio.ensure_future(anext(results))
                await asyncio.wait([waiting, refused], timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
                if waiting.done():
                    result, waiting = waiting.result(), None
                    yield _event(result)
                elif not refused.done():
                    yield b":\n\n"
            yield _event(ExecutionResult(None, [graphql_error(refused.result())])) + _COMPLETE
        except StopAsyncIteration:
            yield _COMPLETE
        finally:
            await _cancelled(task for task in (refused, waiting) if task)


async def _cancelled(tasks: Iterable[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError, StopAsyncIteration):
            await task


def _event(result: ExecutionResult) -> bytes:
    return b"event: next\ndata: " + orjson.dumps(shown(result)) + b"\n\n"


_COMPLETE = b"event: complete\ndata: \n\n"

# ------------------------------------------------------------------------------------------------------- websockets


class Live:
    """The websocket at ``/graphql``."""

    def __init__(
        self, engine: Engine, documents: Documents, rates: Rates, settings: Settings, identity: Identity
    ) -> None:
        self._engine = engine
        self._documents = documents
        self._rates = rates
        self._settings = settings
        self._identity = identity

    async def serve(self, socket: WebSocket) -> None:
        """Serve one websocket until it ends."""
        if not self._of_us(socket):
            await socket.close(4403, "this origin may not connect; see SPOJENCI_ORIGINS")
            return
        if PROTOCOL not in socket.scope["subprotocols"]:
            await socket.accept()
            await socket.close(4406, f"speak {PROTOCOL}")
            return
        await socket.accept(PROTOCOL)
        with suppress(WebSocketDisconnect):
            await _Conversation(
                socket, self._engine, self._documents, self._rates, self._settings, self._identity
            ).hold()

    def _of_us(self, socket: WebSocket) -> bool:
        """Whether a page of ours opened it, or one that may; programs say no origin."""
        origin = socket.headers.get("origin")
        allowed = self._settings.origins
        return origin is None or origin in allowed or urlsplit(origin).netloc == socket.headers.get("host")


class _Closed(Exception):
    """The client broke the protocol: close with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class _Conversation:
    """One websocket: who speaks, and the operations under way."""

    def __init__(
        self,
        socket: WebSocket,
        engine: Engine,
        documents: Documents,
        rates: Rates,
        settings: Settings,
        identity: Identity,
    ) -> None:
        self._socket = socket
        self._engine = engine
        self._documents = documents
        self._rates = rates
        self._settings = settings
        self._identity = identity
        self._viewer: Viewer | None = None
        self._credential: str | None = None
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._watching: asyncio.Task[None] | None = None

    async def hold(self) -> None:
        try:
            await asyncio.wait_for(self._introduced(), INIT_SECONDS)
            self._watching = asyncio.create_task(self._watched())
            while True:
                await self._message(await self._received())
        except TimeoutError:
            await self._socket.close(4408, "Connection initialisation timeout")
        except _Closed as closed:
            await self._socket.close(closed.code, str(closed))
        finally:
            tasks = [*self._operations.values(), *filter(None, [self._watching])]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _introduced(self) -> None:
        while self._viewer is None:
            message = await self._received()
            match message.get("type"):
                case "connection_init":
                    self._credential = self._shown(message.get("payload"))
                    self._viewer = await self._identified()
                    await self._send({"type": "connection_ack"})
                case "ping":
                    await self._send({"type": "pong"})
                case "pong":
                    pass
                case _:
                    raise _Closed(4401, "Unauthorized")

    def _shown(self, payload: Any) -> str | None:
        """The key or token among what a client introduces itself with, else among the headers."""
        given = payload.items() if isinstance(payload, dict) else ()
        try:
            headers = Headers({name: value for name, value in given if isinstance(value, str)})
            return credential(headers) or credential(self._socket.headers)
        except UnicodeEncodeError as error:
            raise _Closed(4403, "no key or token holds such letters") from error
        except SpojenciError as error:
            raise _Closed(4403, error.message[:100]) from error

    async def _identified(self) -> Viewer:
        try:
            viewer = await self._identity.identify(self._credential)
        except SpojenciError as error:
            await self._rates.charge(caller(self._socket), REFUSED)
            raise _Closed(4403, error.message[:100]) from error
        # What is asked from now on is charged to whoever asks.
        self._socket.scope.setdefault("state", {})["viewer"] = viewer
        return viewer

    async def _watched(self) -> None:
        """Close once the key or token has ended."""
        error = await _refusal(self._identity, self._credential)
        await self._socket.close(4403, error.message[:100])

    async def _message(self, message: dict[str, Any]) -> None:
        match message:
            case {"type": "ping"}:
                await self._send({"type": "pong"})
            case {"type": "pong"}:
                pass
            case {"type": "connection_init"}:
                raise _Closed(4429, "Too many initialisation requests")
            case {"type": "subscribe", "id": str(id_), "payload": dict(payload)} if id_:
                self._subscribe(id_, payload)
            case {"type": "complete", "id": str(id_)}:
                if operation := self._operations.pop(id_, None):
                    operation.cancel()
            case _:
                raise _Closed(4400, "Invalid message")

    def _subscribe(self, id_: str, payload: dict[str, Any]) -> None:
        if id_ in self._operations:
            raise _Closed(4409, f"Subscriber for {id_[:50]} already exists")
        if len(self._operations) >= OPERATIONS:
            raise _Closed(4429, f"More than {OPERATIONS} operations at once")
        try:
            asked = Asked.model_validate(payload)
        except ValidationError as error:
            raise _Closed(4400, "Invalid message") from error
        self._operations[id_] = asyncio.create_task(self._run(id_, asked))

    async def _run(self, id_: str, asked: Asked) -> None:
        try:
            async with aclosing(self._results(asked)) as results:
                async for result in results:
                    await self._send({"type": "next", "id": id_, "payload": shown(result)})
            if self._operations.pop(id_, None):
                await self._send({"type": "complete", "id": id_})
        except (WebSocketDisconnect, RuntimeError):  # the socket has gone
            self._operations.pop(id_, None)
        except Exception as error:
            self._operations.pop(id_, None)
            await self._send({"type": "error", "id": id_, "payload": _refused(error)})

    async def _results(self, asked: Asked) -> AsyncGenerator[ExecutionResult, None]:
        assert self._viewer
        values, name = asked.variables or {}, asked.operationName
        document = self._engine.read(self._documents.find(asked))
        cost = self._engine.cost(document, values, name)
        await self._rates.charge(caller(self._socket), cost)
        if document.operation(name).operation is not OperationType.SUBSCRIPTION:
            yield await self._engine.execute(document, values, name, self._viewer)
            return
        async with aclosing(self._engine.subscribe(document, values, name, self._viewer)) as results:
            async for result in results:
                yield result

    async def _received(self) -> dict[str, Any]:
        try:
            text = await self._socket.receive_text()
            message = orjson.loads(text) if len(text.encode()) <= self._settings.max_body else None
        except (KeyError, orjson.JSONDecodeError) as error:
            raise _Closed(4400, "Invalid message") from error
        if not isinstance(message, dict):
            raise _Closed(4400, "Invalid message")
        return message

    async def _send(self, message: dict[str, Any]) -> None:
        await self._socket.send_text(orjson.dumps(message).decode())
