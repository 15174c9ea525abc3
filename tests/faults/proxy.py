"""A TCP proxy between the service and Neo4j that can be slow, silent or gone."""

import asyncio
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CHUNK = 1 << 14


@dataclass
class Proxy:
    """What happens to bytes on their way: ``delay`` in seconds each way, ``rate`` in bytes a second.

    ``silent`` swallows what comes on the connections that are open when it is set: a firewall that forgot them. So many
    further connections are ``refused``.
    """

    target: tuple[str, int]
    delay: float = 0.0
    rate: float = 0.0
    all_silent: bool = False
    refused: int = 0
    port: int = 0
    _open: set["_Way"] = field(default_factory=set)

    def silence(self) -> None:
        """Swallow all that comes on the connections that are open now."""
        for way in [*self._open]:
            way.silent = True

    def cut(self) -> None:
        """End the connections that are open now, in the middle of whatever passes."""
        for way in [*self._open]:
            way.close()

    async def serve(self, client: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        """Pass the bytes of one connection on, both ways, until either side ends it."""
        if self.refused:
            self.refused -= 1
            answers.close()
            return
        try:
            server, asks = await asyncio.open_connection(*self.target)
        except OSError:  # it has ended
            answers.close()
            return
        way = _Way(self, (asks, answers))
        self._open.add(way)
        await asyncio.gather(way.passed(client, asks), way.passed(server, answers))
        self._open.discard(way)

    async def end(self) -> None:
        """Close all connections, take no others, and wait until they are closed."""
        self.refused = sys.maxsize
        while self._open:
            self.cut()
            await asyncio.sleep(0.05)


@dataclass(eq=False)
class _Way:
    proxy: Proxy
    writers: tuple[asyncio.StreamWriter, ...]
    silent: bool = False

    async def passed(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                if self.silent or self.proxy.all_silent:
                    continue
                pause = self.proxy.delay + (len(data) / self.proxy.rate if self.proxy.rate else 0)
                if pause:
                    await asyncio.sleep(pause)
                writer.write(data)
                await writer.drain()
        self.close()

    def close(self) -> None:
        for writer in self.writers:
            writer.close()


async def _settled(server: asyncio.Server) -> None:
    """Whoever lost a connection may have opened another one by now."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await server.wait_closed()


@contextmanager
def proxied(uri: str) -> Iterator[Proxy]:
    """A proxy in front of the Neo4j of an address, in a thread of its own."""
    split = urlsplit(uri)
    proxy = Proxy((split.hostname or "127.0.0.1", split.port or 7687))
    loop, ready = asyncio.new_event_loop(), threading.Event()

    def work() -> None:
        server = loop.run_until_complete(asyncio.start_server(proxy.serve, "127.0.0.1", 0))
        proxy.port = server.sockets[0].getsockname()[1]
        ready.set()
        loop.run_forever()
        server.close()
        loop.run_until_complete(_settled(server))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert ready.wait(10)
    yield proxy
    asyncio.run_coroutine_threadsafe(proxy.end(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
