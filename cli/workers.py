"""Several processes that serve one address, for more answers at once than one Python can give."""

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from multiprocessing import get_context, parent_process
from os import getpid, kill
from pathlib import Path
from signal import SIGTERM
from socket import socket
from threading import Thread

from uvicorn import _subprocess
from uvicorn.supervisors import Multiprocess

from api.wire.connections import ServerConfig
from cli import logs
from cli.garbage import spare_collections
from graph.settings import Settings
from graph.store import Endpoint
from graph.store.condition import Condition

HUNG = 30
"""Seconds without a sign of life after which a worker is taken for hung, and replaced."""


class Workers(Multiprocess):
    """Starts the workers, replaces those that die, and ends them; ``opened`` is called once all of them serve.

    They meet in ``folder``.
    """

    def __init__(
        self, settings: Settings, endpoint: Endpoint, grace: int, opened: Callable[[], None], folder: Path
    ) -> None:
        # What is set for the service as a whole is shared out.
        share = settings.model_copy(update={"connections": -(-settings.connections // settings.workers)})
        config = ServerConfig(
            partial(_app, share, replace(endpoint, condition=Condition()), folder), share, grace=grace
        )
        config.workers, config.timeout_worker_healthcheck = settings.workers, HUNG
        self.started = False
        self._condition = endpoint.condition
        self._opened = opened
        if sys.platform == "linux":  # elsewhere forking takes less than all of a process with it
            _share_imports()
        super().__init__(config, [])

    def serve(self, listener: socket) -> None:
        """Serve until a signal says that it is enough, or a worker cannot start."""
        self.sockets = [listener]
        self.run()

    def keep_subprocess_alive(self) -> None:
        """Replace those that have died, and look whether all of them serve; end when Neo4j cannot be mended."""
        super().keep_subprocess_alive()
        if self._condition.fatal:
            self.should_exit.set()
        if not self.started and not self.should_exit.is_set() and all(each.is_ready() for each in self.processes):
            self.started = True
            self._opened()

    def handle_hup(self) -> None:
        """End, as one process does: whoever started it has closed the terminal."""
        self.handle_term()


def _share_imports() -> None:
    """Have workers forked from a process that has imported the service and done nothing else: what they share takes memory once."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["cli.forked"])
    _subprocess.spawn = context  # type: ignore[assignment]  # Uvicorn has no other way to say so


def _app(settings: Settings, endpoint: Endpoint, folder: Path) -> object:
    """The application of one worker."""
    from api import tracing  # imported by workers only
    from api.app import create_app

    Thread(target=_end_with_parent, daemon=True).start()
    logs.set_up(settings.log)
    tracing.set_up()
    app = create_app(settings, endpoint, workers=folder)
    spare_collections()
    return app


def _end_with_parent() -> None:
    """A worker outlives nobody: who started it holds Neo4j."""
    if parent := parent_process():
        parent.join()
        kill(getpid(), SIGTERM)
