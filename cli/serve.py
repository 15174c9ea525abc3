"""``spojenci serve``: the service, from nothing to the page to click on."""

import errno
import signal
import socket
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Annotated

import typer
import uvicorn

from cli import logs, output
from cli.garbage import spare_collections
from cli.progress import Reporter
from cli.session import read_settings, run
from graph.database import WAIT, connected, prepare
from graph.errors import BadInput, SpojenciError
from graph.settings import Settings
from graph.store import Endpoint
from graph.store.condition import Condition

GRACE = 10
"""Seconds that requests under way get when the service is stopped."""

QUESTION = """\
{
  potentialPartners(for: "cz-library-900", topic: "dusevni-zdravi", first: 5) {
    edges { score node { id name } evidence { text(language: CS) } }
  }
}"""


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="SPOJENCI_HOST")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port; 0 takes any free one.", show_default="SPOJENCI_PORT")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Processes that answer.", show_default="SPOJENCI_WORKERS")
    ] = None,
) -> None:
    """Start the service; with no NEO4J_URI set, its own Neo4j too."""
    settings = read_settings(host=host, port=port, workers=workers)
    logs.set_up(settings.log)
    begin = time.monotonic()
    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(number, _stop)
    with listening(settings) as listener, Reporter() as progress:
        progress("Starting", None)
        # Importing the service takes seconds, and so does Neo4j's start, in which this process only waits.
        Thread(target=import_module, args=("api.app" if settings.workers == 1 else "cli.workers",), daemon=True).start()
        with connected(settings, service=True, progress=progress) as endpoint:

            def opened() -> None:
                progress.end()
                print(_welcome(settings, endpoint, listener, time.monotonic() - begin), flush=True)

            run(_filled(settings, endpoint, progress))
            if settings.workers == 1:
                run(_serve(settings, endpoint, listener, opened))
            else:
                _serve_by_several(settings, endpoint, listener, opened)


def _stop(*_: object) -> None:
    """A signal to end is no failure; the exception ends Neo4j too on its way out."""
    raise SystemExit(0)


def listening(settings: Settings) -> socket.socket:
    """The address of the service, taken but not open yet. Raises BadInput when it cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise _unusable(settings, error) from error
    return listener


def _unusable(settings: Settings, error: OSError) -> BadInput:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return BadInput(
            f"{settings.host} is no address of this machine. Set SPOJENCI_HOST (or --host) to 127.0.0.1 for this "
            "machine only, or to 0.0.0.0 for all networks.",
            place="SPOJENCI_HOST",
        )
    reason = "another program uses it" if error.errno == errno.EADDRINUSE else error.strerror
    return BadInput(
        f"Port {settings.port} on {settings.host} cannot be used: {reason}. "
        "Stop that program, or set SPOJENCI_PORT (or --port) to another port.",
        place="SPOJENCI_PORT",
    )


async def _filled(settings: Settings, endpoint: Endpoint, progress: Reporter) -> None:
    """Make the database ready, with the demo data where there is nothing yet."""
    async with endpoint.open(settings) as store:
        await prepare(store, progress, wait=WAIT, seeded=settings.seed == "demo")


async def _serve(settings: Settings, endpoint: Endpoint, listener: socket.socket, opened: Callable[[], None]) -> None:
    # Imported late: of all commands, only this one needs the web framework.
    from api import tracing
    from api.app import create_app
    from api.wire.connections import ServerConfig

    def started() -> None:
        spare_collections()
        opened()

    tracing.set_up()
    config = ServerConfig(create_app(settings, endpoint), settings, grace=GRACE)
    server = _Server(config, endpoint.condition, started)
    await server.serve([listener])
    _explain(endpoint, started=server.started)


def _explain(endpoint: Endpoint, *, started: bool) -> None:
    """Raise why the service has ended by itself, if it has."""
    if endpoint.condition.fatal:
        raise endpoint.condition.fatal
    if not started:
        raise SpojenciError("The service could not start; the reason stands above.")


def _serve_by_several(
    settings: Settings, endpoint: Endpoint, listener: socket.socket, opened: Callable[[], None]
) -> None:
    from cli.workers import Workers

    if settings.rate and settings.rate_store is None:
        output.warn("Each worker counts by itself what callers run up; set SPOJENCI_RATE_STORE to count it together.")

    with TemporaryDirectory(prefix="spojenci-") as folder:
        workers = Workers(settings, endpoint, GRACE, opened, Path(folder))
        workers.serve(listener)
    _explain(endpoint, started=workers.started)


class _Server(uvicorn.Server):
    """Uvicorn, which says when it is open, and ends when its Neo4j cannot be mended: whoever keeps it can start it anew."""

    def __init__(self, config: uvicorn.Config, condition: Condition, opened: Callable[[], None]) -> None:
        super().__init__(config)
        self._condition = condition
        self._opened = opened

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the service and say so."""
        await super().startup(sockets)
        self._opened()

    async def on_tick(self, counter: int) -> bool:
        """Whether to end now."""
        return await super().on_tick(counter) or self._condition.fatal is not None


def _welcome(settings: Settings, endpoint: Endpoint, listener: socket.socket, seconds: float) -> str:
    page = f"http://{_visible_host(settings)}:{listener.getsockname()[1]}"
    password = "NEO4J_PASSWORD" if settings.neo4j_uri else settings.home / "neo4j-password"
    return f"""\
Spojenci is ready ({seconds:.1f} s).

  Explore   {page}/
  Ask       {page}/graphql
  REST      {page}/openapi.json
  Neo4j     {endpoint.uri}  (user {endpoint.username}, password in {password})

A question to paste at /graphql, or run `spojenci partners --for cz-library-900 --topic dusevni-zdravi`:

{QUESTION}

Stop with Ctrl-C."""


def _visible_host(settings: Settings) -> str:
    """The host to click on: an address for all networks is none that a browser can open."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    return f"[{host}]" if ":" in host else host
