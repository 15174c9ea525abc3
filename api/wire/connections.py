"""Connections of clients, and what each may take: time, headers, and room beside the others.

Uvicorn takes a class for its protocol (``http=``), and has no such limits itself.
"""

from asyncio import BaseTransport, Event, TimerHandle, Transport
from collections.abc import Callable
from enum import Enum, auto
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from itertools import count
from operator import attrgetter
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.caller.rates import network
from api.wire.stopping import tell
from graph.settings import Settings

MAX_HEAD = 65_536
"""Bytes of the first line and the headers of a request."""

TAKEN = 1 << 15
"""Bytes of an answer that have to be taken in the time for a part of a body, or all of it where less is left."""

PART = 1 << 20
"""Bytes of a body that have to come in the time for one; each further part has it anew."""

SPARE_FILES = 200
"""Files, besides the connections of clients, that the process may need: those to Neo4j, logs, modules."""


_TURNS = count()
"""Tells which connection has waited longest; the clock stands still while several are taken."""


class ServerConfig(uvicorn.Config):
    """How the service is served."""

    def __init__(
        self,
        app: FastAPI | Callable[[], object],
        settings: Settings,
        *,
        log_level: str = "warning",
        grace: int | None = None,
    ) -> None:
        super().__init__(
            app,
            factory=not isinstance(app, FastAPI),
            http=Connection,
            ws="websockets-sansio",
            ws_max_size=settings.max_body,
            ws_per_message_deflate=False,  # Node's clients lose the end of packed conversations; it takes memory besides
            log_level=log_level,
            log_config=None,  # whoever serves says how it is logged
            access_log=False,
            server_header=False,
            proxy_headers=bool(settings.proxies),
            forwarded_allow_ips=list(settings.proxies),
            timeout_keep_alive=settings.keep_alive,
            timeout_graceful_shutdown=grace,
        )
        self.settings = settings
        self.stopping = Event()
        self.connections = _affordable(settings.connections)
        self._proxies = [ip_network(each) for each in settings.proxies]

    def is_proxy(self, host: str) -> bool:
        """Whether it is one of the proxies, which have connections for many."""
        try:
            return any(ip_address(host) in each for each in self._proxies)
        except ValueError:  # no address: a socket of this machine
            return False


def _affordable(connections: int) -> int:
    """So many connections, or fewer where the system does not let the process have as many files."""
    try:
        import resource
    except ImportError:  # Windows, which counts otherwise
        return connections
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + SPARE_FILES
    if resource.RLIM_INFINITY != allowed < wanted:
        allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    return connections if allowed == resource.RLIM_INFINITY else min(connections, max(allowed - SPARE_FILES, 1))


class _Reading(Enum):
    """What comes next on a connection."""

    HEAD = auto()
    BODY = auto()
    NOTHING = auto()
    """A request has come whole."""


class Connection(HttpToolsProtocol):
    """A connection, which closes when its requests come too slowly or too large, or answers are not taken.

    Where there are too many, the one that has waited longest for a request gives way; none that is being answered.
    """

    def __init__(self, config: ServerConfig, *rest: Any, **named: Any) -> None:
        super().__init__(config, *rest, **named)
        self._limits = config
        self._reading = _Reading.HEAD
        self._head = self._part = 0
        self._turn = next(_TURNS)
        self._deadline: TimerHandle | None = None
        self._taking: TimerHandle | None = None

    # ------------------------------------------------------------------------------------------------ from the transport

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Take a place among the connections."""
        super().connection_made(transport)
        self._expect(_Reading.HEAD)
        self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave it."""
        self._expect(_Reading.NOTHING)
        self._taken()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, as long as the head is no larger than it may be."""
        if self._reading is _Reading.NOTHING:
            self._expect(_Reading.HEAD)
        room = MAX_HEAD - self._head if self._reading is _Reading.HEAD else len(data)
        begun = self._deadline
        super().data_received(data[:room])
        if self._reading is _Reading.HEAD and self._deadline is begun:
            self._head += min(room, len(data))
        if self._head >= MAX_HEAD:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif data[room:] and not self._is_gone():
            super().data_received(data[room:])

    def pause_writing(self) -> None:
        """Answers wait to be taken: see that the client does take them."""
        super().pause_writing()
        self._see(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """They are taken."""
        self._taken()
        super().resume_writing()

    def shutdown(self) -> None:
        """The service ends, and what is being answered learns it."""
        self._limits.stopping.set()
        super().shutdown()

    # --------------------------------------------------------------------------------------------------- from the parser

    def on_message_begin(self) -> None:
        """A head begins, perhaps in the same breath in which the request before it ends."""
        super().on_message_begin()
        tell(self.scope["state"], self._limits.stopping)
        if self._reading is _Reading.NOTHING:
            self._expect(_Reading.HEAD)

    def on_headers_complete(self) -> None:
        """The head has come; a body may follow."""
        self._expect(_Reading.BODY)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of a body has come."""
        self._part += len(body)
        if self._part >= PART:
            self._expect(_Reading.BODY)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """A request has come whole."""
        self._expect(_Reading.NOTHING)
        super().on_message_complete()

    # ------------------------------------------------------------------------------------------------------ what is late

    def _expect(self, what: _Reading) -> None:
        if self._deadline:
            self._deadline.cancel()
        self._reading, self._head, self._part = what, 0, 0
        self._deadline, self._turn = None, next(_TURNS)
        if what is not _Reading.NOTHING:
            settings = self._limits.settings
            seconds = settings.head_timeout if what is _Reading.HEAD else settings.body_timeout
            self._deadline = self.loop.call_later(seconds, self._late, seconds)

    def _late(self, seconds: float) -> None:
        if self._reading is _Reading.HEAD and self._is_answering():  # the next request has time until then
            self._deadline = self.loop.call_later(seconds, self._late, seconds)
        else:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _see(self, left: int) -> None:
        self._taking = self.loop.call_later(self._limits.settings.body_timeout, self._look, left)

    def _look(self, left: int) -> None:
        """Give up a client that has taken less than it must of what was left for it."""
        if (now := self.transport.get_write_buffer_size()) > left - min(TAKEN, left):
            self.transport.abort()
        else:
            self._see(now)

    def _taken(self) -> None:
        if self._taking:
            self._taking.cancel()

    # --------------------------------------------------------------------------------------------------- what is too much

    def _make_room(self) -> None:
        others = [each for each in self.connections if not each.transport.is_closing()]
        if len(others) <= self._limits.connections:
            mine = network(_host(self.transport))
            others = [each for each in others if network(_host(each.transport)) == mine]
            if len(others) <= self._limits.settings.connections_per_address or self._limits.is_proxy(
                _host(self.transport)
            ):
                return
        waiting = [each for each in others if isinstance(each, Connection) and not each._is_answering()]  # noqa: SLF001
        min(waiting, key=attrgetter("_turn"))._refuse(HTTPStatus.SERVICE_UNAVAILABLE)  # noqa: SLF001

    def _refuse(self, status: HTTPStatus) -> None:
        """Close, and say why to who is in the middle of a request."""
        begun = self.cycle is not None and self.cycle.response_started
        if (self._head and not self._is_answering()) or (self._reading is _Reading.BODY and not begun):
            answer = f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            self.transport.write(answer.encode())
        self.transport.close()

    def _is_answering(self) -> bool:
        """Whether a request that has come is not answered yet."""
        return self.cycle is not None and not self.cycle.response_complete

    def _is_gone(self) -> bool:
        """Whether nothing of this connection is ours any more: it has closed, or become a websocket."""
        return self.transport.is_closing() or self.transport.get_protocol() is not self


def _host(transport: BaseTransport) -> str:
    peer: object = transport.get_extra_info("peername")
    return str(peer[0]) if isinstance(peer, tuple) else ""
