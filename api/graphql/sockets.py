"""GraphQL over a websocket (``graphql-transport-ws``).

Protocol: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

import asyncio
from contextlib import aclosing, suppress
from dataclasses import replace
from enum import IntEnum
from http import HTTPStatus
from uuid import uuid4

from pydantic import ValidationError
from starlette.datastructures import Headers
from starlette.websockets import WebSocket, WebSocketDisconnect

from api.answers import in_json
from api.caller.identity import REFUSED_COST, Identity, credential
from api.caller.rates import Rates, caller
from api.errors import STATUS, Refused, status_of
from api.graphql.asking import Answer, AnswerStream, GraphQLService
from api.graphql.persisted import GraphQLRequest
from api.wire.bodies import parsed
from api.wire.origins import may_connect
from api.wire.requests import Log, Outcome, trail_of
from graph.access import Viewer
from graph.errors import SpojenciError, Unauthenticated
from graph.settings import Settings

PROTOCOL = "graphql-transport-ws"

INIT_SECONDS = 10.0
"""Seconds in which a client of a websocket has to introduce itself."""

IDLE_SECONDS = 300.0
"""Seconds that a websocket without an operation may stay; clients connect again by themselves."""

OPERATIONS = 20
"""Operations that one websocket may have under way."""

LONGEST_REASON = 123
"""Bytes that the reason for closing a websocket may have (RFC 6455, section 5.5.1)."""

_CREDENTIALS = ("authorization", "x-api-key")

Message = dict[str, object]


class Close(IntEnum):
    """The codes with which the protocol closes a connection; the first two are those of websockets (RFC 6455, section 11.7)."""

    GOING_AWAY = 1001
    TRY_AGAIN_LATER = 1013
    BAD_REQUEST = 4400
    UNAUTHORIZED = 4401
    FORBIDDEN = 4403
    SUBPROTOCOL_NOT_ACCEPTABLE = 4406
    CONNECTION_INITIALISATION_TIMEOUT = 4408
    SUBSCRIBER_ALREADY_EXISTS = 4409
    TOO_MANY_INITIALISATION_REQUESTS = 4429


class GraphQLSocket:
    """The websocket at ``/graphql``."""

    def __init__(self, service: GraphQLService, identity: Identity, rates: Rates, settings: Settings, log: Log) -> None:
        self._service = service
        self._log = log
        self._identity = identity
        self._rates = rates
        self._settings = settings

    async def serve(self, socket: WebSocket) -> None:
        """Serve one websocket until it ends."""
        if not may_connect(socket.headers, self._settings.origins):
            await socket.close(Close.FORBIDDEN, "this origin may not connect; see SPOJENCI_ORIGINS")
            return
        if PROTOCOL not in socket.scope["subprotocols"]:
            await socket.accept()
            await socket.close(Close.SUBPROTOCOL_NOT_ACCEPTABLE, f"speak {PROTOCOL}")
            return
        await socket.accept(PROTOCOL)
        with suppress(WebSocketDisconnect):
            await _Conversation(socket, self._service, self._identity, self._rates, self._settings, self._log).hold()


def _code_of(error: SpojenciError) -> Close:
    """The code for somebody who is not let in."""
    return Close.FORBIDDEN if STATUS[error.code] < HTTPStatus.INTERNAL_SERVER_ERROR else Close.TRY_AGAIN_LATER


class _Closed(Exception):
    """The client broke the protocol: close with this code."""

    def __init__(self, code: Close, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class _Conversation:
    """One websocket: who speaks, and the operations under way."""

    def __init__(
        self,
        socket: WebSocket,
        service: GraphQLService,
        identity: Identity,
        rates: Rates,
        settings: Settings,
        log: Log,
    ) -> None:
        self._socket = socket
        self._log = log
        self._service = service
        self._identity = identity
        self._rates = rates
        self._max_body = settings.max_body
        self._viewer: Viewer | None = None
        self._credential: str | None = None
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._watching: asyncio.Task[None] | None = None

    async def hold(self) -> None:
        try:
            await asyncio.wait_for(self._introduced(), INIT_SECONDS)
            self._watching = asyncio.create_task(self._watched())
            while True:
                await self._message(await self._next())
        except TimeoutError:
            await self._socket.close(Close.CONNECTION_INITIALISATION_TIMEOUT, "Connection initialisation timeout")
        except _Closed as closed:
            await self._close(closed.code, str(closed))
        except SpojenciError as error:  # who speaks is not accepted, or cannot be known now
            await self._close(_code_of(error), error.message)
        finally:
            tasks = [*self._operations.values(), *filter(None, [self._watching])]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _next(self) -> Message:
        """The next message. What has no operation under way is not waited for without an end."""
        coming = asyncio.ensure_future(self._received())
        try:
            while not (await asyncio.wait({coming}, timeout=IDLE_SECONDS))[0]:
                if not self._operations:
                    raise _Closed(Close.GOING_AWAY, f"no operation for {IDLE_SECONDS:.0f} seconds; connect again")
            return coming.result()
        finally:
            coming.cancel()

    async def _close(self, code: Close, reason: str) -> None:
        await self._socket.close(code, reason.encode()[:LONGEST_REASON].decode(errors="ignore"))

    async def _introduced(self) -> None:
        while self._viewer is None:
            message = await self._received()
            match message.get("type"):
                case "connection_init":
                    self._credential = self._credential_in(message.get("payload"))
                    self._viewer = await self._identified()
                    await self._send({"type": "connection_ack"})
                case "ping":
                    await self._send({"type": "pong"})
                case "pong":
                    pass
                case _:
                    raise _Closed(Close.UNAUTHORIZED, "Unauthorized")

    def _credential_in(self, payload: object) -> str | None:
        """The key or token among what a client introduces itself with, or its ``headers``, else among those of the socket."""
        if payload is not None and not isinstance(payload, dict):
            raise _Closed(Close.BAD_REQUEST, "Invalid message")
        own = payload or {}
        inner = own.get("headers")
        given = [*(inner.items() if isinstance(inner, dict) else ()), *own.items()]
        if any(name.lower() in _CREDENTIALS and not isinstance(value, str | None) for name, value in given):
            raise _Closed(Close.FORBIDDEN, "a key or token is a text")
        try:
            headers = Headers({name: value for name, value in given if isinstance(value, str)})
            return credential(headers) or credential(self._socket.headers)
        except UnicodeEncodeError as error:
            raise _Closed(Close.FORBIDDEN, "no key or token holds such letters") from error

    async def _identified(self) -> Viewer:
        try:
            viewer = await self._identity.identify(self._credential)
        except Unauthenticated as error:
            if not error.missing:
                await self._rates.charge(caller(self._socket), REFUSED_COST)
            raise
        # What is asked from now on is charged to whoever asks.
        self._socket.scope.setdefault("state", {})["viewer"] = viewer
        return viewer

    async def _watched(self) -> None:
        """Close once the key or token has ended."""
        error = await self._identity.ended(self._credential)
        await self._close(Close.FORBIDDEN, error.message)

    async def _message(self, message: Message) -> None:
        match message:
            case {"type": "ping"}:
                await self._send({"type": "pong"})
            case {"type": "pong"}:
                pass
            case {"type": "connection_init"}:
                raise _Closed(Close.TOO_MANY_INITIALISATION_REQUESTS, "Too many initialisation requests")
            case {"type": "subscribe", "id": str(id_), "payload": dict(payload)} if id_:
                self._subscribe(id_, payload)
            case {"type": "complete", "id": str(id_)}:
                if operation := self._operations.pop(id_, None):
                    operation.cancel()
            case _:
                raise _Closed(Close.BAD_REQUEST, "Invalid message")

    def _subscribe(self, id_: str, payload: dict[str, object]) -> None:
        if id_ in self._operations:
            raise _Closed(Close.SUBSCRIBER_ALREADY_EXISTS, f"Subscriber for {id_[:50]} already exists")
        if len(self._operations) >= OPERATIONS:
            raise _Closed(Close.TOO_MANY_INITIALISATION_REQUESTS, f"More than {OPERATIONS} operations at once")
        try:
            request = GraphQLRequest.model_validate(payload)
        except ValidationError as error:
            raise _Closed(Close.BAD_REQUEST, "Invalid message") from error
        self._operations[id_] = asyncio.create_task(self._run(id_, request))

    async def _run(self, id_: str, request: GraphQLRequest) -> None:
        trail = replace(trail_of(self._socket.headers), id=uuid4().hex)  # of this operation alone
        with self._log.entry("websocket", "/graphql", trail) as outcome:
            answer = await self._service.ask(request, self._socket, streams=True)
            await self._told(id_, answer, outcome)

    async def _told(self, id_: str, answer: Answer | AnswerStream, outcome: Outcome) -> None:
        with suppress(WebSocketDisconnect, RuntimeError):  # the socket has gone, and all its operations go with it
            async with aclosing(_once(answer) if isinstance(answer, Answer) else answer) as answers:
                async for each in answers:
                    outcome.status = 200 if each.refused is None else 500
                    if isinstance(each.refused, SpojenciError):
                        outcome.status = status_of(each.refused)
                    if each.refused:
                        await self._end(id_, {"type": "error", "id": id_, "payload": each.response["errors"]})
                        return
                    await self._send({"type": "next", "id": id_, "payload": each.response})
            await self._end(id_, {"type": "complete", "id": id_})

    async def _end(self, id_: str, message: Message) -> None:
        """Say that an operation has ended, unless the client has ended it itself; from then on its id is free."""
        if self._operations.pop(id_, None):
            await self._send(message)

    async def _received(self) -> Message:
        try:
            text = await self._socket.receive_text()
            message = parsed(text, "message") if len(text.encode()) <= self._max_body else None
        except (KeyError, Refused) as error:
            raise _Closed(Close.BAD_REQUEST, "Invalid message") from error
        if not isinstance(message, dict):
            raise _Closed(Close.BAD_REQUEST, "Invalid message")
        return message

    async def _send(self, message: Message) -> None:
        await self._socket.send_text(in_json(message).decode())


async def _once(answer: Answer) -> AnswerStream:
    yield answer
