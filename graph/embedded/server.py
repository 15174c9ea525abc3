"""Start, join and stop the embedded Neo4j of one home.

Three locks in the home keep order. ``neo4j.lock`` is held by the guard while Neo4j runs. ``users.lock`` is shared by
all processes that use it; Neo4j ends when its starter has ended and no process shares the lock any more. ``service.lock``
is held by the one service. ``start.lock`` makes those that start at the same moment take turns: the first starts
Neo4j, the others join it.
"""

import errno
import fcntl
import json
import os
import select
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from graph.embedded import guard, jars, java
from graph.embedded.configuration import USERNAME, make_home, prepare, read_password, unwritable
from graph.embedded.keeping import STARTING_BYTES, Damaged, Keeper, is_full
from graph.errors import EmbeddedError
from graph.progress import Progress
from graph.settings import Settings
from graph.store import AccountRefused, Endpoint
from graph.store.health import Illness

START_SECONDS = 180.0  # a start after a crash reads the transaction log again, which takes time
STOP_SECONDS = 40.0
LETTING_GO = 10.0
POLL = 0.05
LOG_LINES = 8


@dataclass(frozen=True, slots=True)
class RunningInfo:
    """Who started the Neo4j of a home: process number, command line, start (ISO 8601, UTC), and its address."""

    pid: int
    command: str
    since: str
    uri: str


def quiet(text: str, share: float | None) -> None:
    """Report no progress."""


def running(settings: Settings) -> RunningInfo | None:
    """The embedded Neo4j that runs in this home, if any."""
    if not _locked(settings.home / "neo4j.lock") or not (state := guard.read_state(settings.home)):
        return None
    return RunningInfo(state["pid"], state["command"], state["since"], _uri(state["port"]))


@contextmanager
def attached(
    settings: Settings, progress: Progress = quiet, *, throwaway: bool = False, emptied: bool = False
) -> Iterator[Endpoint]:
    """Use the Neo4j of ``settings.home``: join the one that runs there, else start it for the duration.

    Neo4j outlives the one that started it while others still use it. One that is ``emptied`` begins with nothing.
    Raises EmbeddedError, with what to do, when it cannot be provided or started.
    """
    with _held(settings, progress, throwaway=throwaway, emptied=emptied) as (_, endpoint):
        yield endpoint


class _Held:
    """The Neo4j that this process uses, and its guard where this process has started it."""

    def __init__(self, settings: Settings, *, throwaway: bool, emptied: bool) -> None:
        self._settings = settings
        self._throwaway, self._emptied = throwaway, emptied
        self._owned: _Owned | None = None

    def begin(self, progress: Progress, port: int = 0) -> Endpoint:
        """Start it, at a port where one is named, or join the one that is there. Raises EmbeddedError."""
        with _lock(self._settings.home / "start.lock", fcntl.LOCK_EX, progress, "Waiting for Neo4j, which is starting"):
            is_there = _locked(self._settings.home / "neo4j.lock")
            self._owned = None if is_there else self._start(progress, port)
            return _await_ready(self._settings, self._owned)

    def _start(self, progress: Progress, port: int) -> "_Owned":
        return _start(self._settings, progress, port, throwaway=self._throwaway, emptied=self._emptied)

    @property
    def is_guarded(self) -> bool:
        """Whether a guard lives."""
        return _alive(self._settings, self._owned)

    def renew(self, uri: str) -> None:
        """Start it where it was, or join the one that another process has started since. Raises EmbeddedError."""
        self.stop(quiet)
        if (found := self.begin(quiet, int(uri.rpartition(":")[2])).uri) != uri:
            raise EmbeddedError(f"Neo4j has moved from {uri} to {found}; start the service anew.")

    def stop(self, progress: Progress) -> None:
        """Give up the guard of this process, if there is one, once and for all."""
        owned, self._owned = self._owned, None
        if owned:
            owned.stop(progress)


@contextmanager
def _held(
    settings: Settings, progress: Progress, *, throwaway: bool = False, emptied: bool = False
) -> Iterator[tuple[_Held, Endpoint]]:
    make_home(settings.home)
    held, users = _Held(settings, throwaway=throwaway, emptied=emptied), settings.home / "users.lock"
    with ExitStack() as stack, _lock(users, fcntl.LOCK_SH, progress, "Waiting for the last Neo4j to end"):
        # Runs after this process has given up its own use, so that the guard sees who else is there.
        stack.callback(held.stop, progress)
        yield held, held.begin(progress)


@contextmanager
def started(settings: Settings, progress: Progress = quiet) -> Iterator[Endpoint]:
    """Provide the Neo4j of ``settings.home`` to a service, of which a home has one at most.

    A Neo4j that a command started, or that outlived an earlier service because a command still uses it, is joined.
    Raises EmbeddedError naming the other process when a service already uses this home, and as ``attached`` does.
    """
    make_home(settings.home)
    path = settings.home / "service.lock"
    try:
        handle = _open(path)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise _in_use(settings.home, guard.read(path)) from None
    with os.fdopen(handle, "r+") as file:
        file.truncate()
        json.dump(_owner(), file)
        file.flush()
        with _held(settings, progress) as (held, endpoint):
            if settings.bolt_port and endpoint.uri != _uri(settings.bolt_port):
                raise EmbeddedError(
                    f"SPOJENCI_BOLT_PORT is {settings.bolt_port}, but a command has started the Neo4j of "
                    f"{settings.home} at {endpoint.uri}. Wait until that command has ended."
                )
            with Keeper(settings.home, endpoint, lambda: held.is_guarded, lambda: held.renew(endpoint.uri)):
                yield endpoint


def kill(settings: Settings) -> None:
    """End the Neo4j that runs in this home, at once and whatever it is doing."""
    if _locked(settings.home / "neo4j.lock") and (state := guard.read_state(settings.home)) and "java" in state:
        with suppress(ProcessLookupError):
            os.kill(state["java"], signal.SIGKILL)


def _in_use(home: Path, first: guard.State | None) -> EmbeddedError:
    who = f"process {first['pid']} ({first['command']}), since {first['since']}" if first else "another process"
    return EmbeddedError(
        f"A service already runs on {home}: {who}. Stop it first, "
        "or set SPOJENCI_HOME to another folder for a second service with data of its own."
    )


def _owner() -> guard.State:
    program, *arguments = sys.orig_argv
    command = shlex.join([Path(program).name, *arguments])
    return {"pid": os.getpid(), "command": command, "since": datetime.now(UTC).isoformat(timespec="seconds")}


# Locks and the state file.


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise unwritable(path.parent, error) from error


@contextmanager
def _lock(path: Path, kind: int, progress: Progress, waiting: str) -> Iterator[None]:
    handle = _open(path)
    try:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            progress(waiting, None)
            fcntl.flock(handle, kind)
        yield
    finally:
        os.close(handle)


def _locked(path: Path) -> bool:
    """Whether another process holds this lock."""
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _uri(port: int) -> str:
    return f"bolt://127.0.0.1:{port}"


# Starting.


class _Owned:
    """A guard that this process started."""

    def __init__(self, spec: guard.Spec, log: Path, data: java.ClassData | None) -> None:
        self.data = data
        self.log_start = log.stat().st_size if log.exists() else 0
        self.process = subprocess.Popen(
            # By path and isolated: the guard must start fast and needs nothing but the standard library.
            [sys.executable, "-I", "-S", guard.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
        )
        self._send(json.dumps(spec))

    def _pipe(self) -> IO[bytes]:
        assert self.process.stdin is not None
        return self.process.stdin

    def _send(self, line: str) -> None:
        with suppress(BrokenPipeError):  # poll() shows that it has ended
            self._pipe().write(line.encode() + b"\n")
            self._pipe().flush()

    def ready(self) -> None:
        """Tell the guard that Neo4j answers."""
        self._send("ready")

    def forget_class_data(self) -> None:
        """After a failed start: should damaged class data be the cause, the next try makes them anew."""
        if self.data:
            self.data.server.unlink(missing_ok=True)

    def stop(self, progress: Progress) -> None:
        """Cut the life line, and wait until Neo4j has ended or the guard says that others keep it."""
        assert self.process.stdout is not None
        progress("Stopping Neo4j", None)
        with suppress(BrokenPipeError):
            self._pipe().close()
        if select.select([self.process.stdout], [], [], STOP_SECONDS)[0] and not self.process.stdout.read(4):
            self.process.wait(STOP_SECONDS)
        self.process.stdout.close()


def _start(settings: Settings, progress: Progress, port: int, *, throwaway: bool, emptied: bool) -> _Owned:
    """Start guard and Neo4j, at a port where one is named; the caller waits until it answers."""
    folder = jars.provision(settings, progress)
    class_path = jars.class_path(folder)
    executable = java.find(settings)
    progress("Starting Neo4j", None)
    _check_space(settings.home)
    patience = LETTING_GO if port else 0  # a Java that was killed lets go of its port when its memory is given back
    port = port or settings.bolt_port or _free_port()
    _check_port(port, patience)
    try:
        prepare(settings, port, throwaway=throwaway, emptied=emptied)
    except OSError as error:
        raise _disk_error(settings, error) from error
    logs = settings.home / "neo4j" / "logs"
    data = java.class_data(executable, class_path, settings.cache)
    if throwaway and data and not data.server.exists():
        data = None  # they are made at an end in good order, which it does not come to
    class_path_option = java.class_path_option(class_path, settings.home / "neo4j" / "run" / "class-path")
    options = [*java.options(settings, throwaway=throwaway), *_class_data_options(data), class_path_option]
    spec: guard.Spec = {
        "home": str(settings.home),
        "command": [str(executable), *options, *_main(settings.home)],
        "environment": java.environment(),
        "log": str(logs / "java.log"),
        "state": {**_owner(), "port": port},
        "archive": [str(_part(data)), str(data.server)] if data and not data.server.exists() else None,
        "throwaway": throwaway,
    }
    (logs / "java.log").write_bytes(b"")
    return _Owned(spec, logs / "neo4j.log", data)


def _main(home: Path) -> list[str]:
    folder = home / "neo4j"
    return ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={folder}", f"--config-dir={folder / 'conf'}"]


def _class_data_options(data: java.ClassData | None) -> list[str]:
    if data is None:
        return []
    if data.server.exists():
        return [f"-XX:SharedArchiveFile={data.base}{os.pathsep}{data.server}"]
    return [f"-XX:SharedArchiveFile={data.base}", f"-XX:ArchiveClassesAtExit={_part(data)}"]


def _part(data: java.ClassData) -> Path:
    return data.server.with_suffix(f".{os.getpid()}.part")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _check_port(port: int, patience: float) -> None:
    """Raise EmbeddedError where something listens at a port, still after so many seconds."""
    end = time.monotonic() + patience
    while True:
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError as error:
            if time.monotonic() > end:
                raise _port_error(port, error.strerror) from error
            time.sleep(POLL)
        else:
            return


def _port_error(port: int, reason: str | None) -> EmbeddedError:
    return EmbeddedError(
        f"Neo4j cannot listen on 127.0.0.1:{port}: {reason}. Set SPOJENCI_BOLT_PORT to another port, or to 0 for any."
    )


def _check_space(home: Path) -> None:
    if is_full(home, STARTING_BYTES):
        raise _full(home)


def _full(home: Path) -> EmbeddedError:
    return EmbeddedError(
        f"The disk of {home} is (almost) full; Neo4j needs {STARTING_BYTES >> 20} MB to start. Free some space, "
        "or move the folder to another disk and set SPOJENCI_HOME to it. The data are safe."
    )


def _disk_error(settings: Settings, error: OSError) -> EmbeddedError:
    return _full(settings.home) if error.errno == errno.ENOSPC else unwritable(settings.home, error)


# Waiting for it.


def _await_ready(settings: Settings, owned: _Owned | None) -> Endpoint:
    begin = time.monotonic()
    while time.monotonic() - begin < START_SECONDS:
        if not _alive(settings, owned):
            if owned:
                owned.forget_class_data()
            raise _died(settings, owned)
        state = guard.read_state(settings.home)
        if state and (endpoint := _ask(settings, state["port"])):
            if owned:
                owned.ready()
            return endpoint
        if is_full(settings.home):  # it would be silent until the time is over
            raise _full(settings.home)
        time.sleep(POLL)
    raise EmbeddedError(
        f"Neo4j did not answer within {START_SECONDS:.0f} seconds. {_log_tail(settings, owned)}"
        "A busy machine may need longer: try again; what it has done so far is kept."
    )


def _alive(settings: Settings, owned: _Owned | None) -> bool:
    return owned.process.poll() is None if owned else _locked(settings.home / "neo4j.lock")


def _ask(settings: Settings, port: int) -> Endpoint | None:
    endpoint = Endpoint(_uri(port), USERNAME, read_password(settings))
    try:
        ailment = endpoint.ailment()
    except AccountRefused as error:
        raise EmbeddedError(
            f"The database in {settings.home} refuses the password in {settings.home / 'neo4j-password'}. "
            "Put the file back that belongs to these data, or delete both to begin with an empty database."
        ) from error
    if ailment and ailment.illness is Illness.DAMAGED:
        raise Damaged(settings.home, ailment.message)
    return None if ailment else endpoint


def _died(settings: Settings, owned: _Owned | None) -> EmbeddedError:
    tail = _log_tail(settings, owned)
    if "No space left on device" in tail:
        return _full(settings.home)
    if "Address already in use" in tail:
        return _port_error(settings.bolt_port, "another program has taken the port")
    if "Lock file has been locked by another process" in tail:
        return EmbeddedError(f"Another Neo4j has opened the data in {settings.home / 'neo4j'}. Stop it and try again.")
    return EmbeddedError(f"Neo4j ended while it was starting. {tail}")


def _log_tail(settings: Settings, owned: _Owned | None) -> str:
    """The last lines of this start from Neo4j's log, else from Java's output, and where to read on."""
    logs = settings.home / "neo4j" / "logs"
    start = owned.log_start if owned else 0
    for path, skip in ((logs / "neo4j.log", start), (logs / "java.log", 0)):
        with suppress(OSError):
            lines = path.read_bytes()[skip:].decode("utf-8", "replace").splitlines()
            if lines and (path.name == "java.log" or any(" ERROR " in line for line in lines)):
                return "\n".join([f"The end of {path}:", *lines[-LOG_LINES:], ""])
    return f"See {logs}. "
