"""The process between the service and Neo4j: it keeps Neo4j alive while it is used, and never longer.

Run by path with ``python -I -S``, standard library only, so that it starts fast. It reads one line of JSON from
its standard input (see ``Spec``) and starts Java. From then on the input is its life line:

* the line ``ready`` says that Neo4j answered once: from now on Java is started again however it ends, at once and then
  after longer and longer pauses; but not that of a throwaway one, whose starter makes it anew;
* the end of the input says that the process that started it has ended, however that happened. Neo4j goes on while other
  processes hold ``users.lock``, then it is stopped.

Its output says what it does then: the line ``kept`` (others still use it), or the end of the output.
"""

import ctypes
import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NotRequired, TypedDict

POLL = 0.1  # seconds between two checks of Java
LOOK = 1.0  # seconds between two looks at the state file
STOP_SECONDS = 30.0  # Java may take that long to write its checkpoint before it is killed
PAUSES = (0.0, 0.0, 1.0, 2.0, 4.0)  # before Java is started again, by how often it has ended within a minute
MINUTE = 60.0
NICENESS = 5  # of a throwaway Java: what anybody runs there comes after the service where cores are few
PR_SET_PDEATHSIG = 1


class State(TypedDict):
    """What the state file of a home says: the process that started Neo4j, its command line, when, and Neo4j's port."""

    pid: int
    command: str
    since: str
    port: NotRequired[int]
    guard: NotRequired[int]
    java: NotRequired[int]


class Spec(TypedDict):
    """What a guard has to do, sent to it at its start.

    ``log`` is the file for Java's output; ``archive`` holds two paths, of the class data that Java writes at its end,
    and of where they belong. What is ``throwaway`` comes after all else that wants a core, is killed rather than asked to
    end, and not started again.
    """

    home: str
    command: list[str]
    environment: dict[str, str]
    log: str
    state: State
    archive: list[str] | None
    throwaway: bool


class Guard:
    """Java, the locks, and the state file of one home."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.home = Path(spec["home"])
        self.ready = False
        self.owned = True
        self.asked_to_stop = False
        self.state: State | None = None
        self.looked_at = 0.0
        self.lock = os.open(self.home / "neo4j.lock", os.O_RDWR | os.O_CREAT, 0o600)
        self.users = os.open(self.home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)

    def run(self) -> int:
        """Start Java, watch, stop. Returns the exit code of the guard."""
        if not self._take_home():
            return 75
        signal.signal(signal.SIGTERM, self._on_sigterm)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        ends: list[float] = []
        while True:
            java = self._start_java()
            if not self._has_ended(java):
                self._stop(java)
                return 0
            now = time.monotonic()
            ends = [*(then for then in ends if now - then < MINUTE), now]
            if self.spec["throwaway"] or not self.ready or not self._paused(PAUSES[min(len(ends), len(PAUSES)) - 1]):
                self._clean_up()
                return 0 if self.ready else 1

    def _take_home(self) -> bool:
        # More than one try: a process that checks whether Neo4j runs holds the lock for a moment.
        for _ in range(20):
            try:
                fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            except BlockingIOError:
                time.sleep(POLL / 2)
        return False

    def _on_sigterm(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def _start_java(self) -> "subprocess.Popen[bytes]":
        with Path(self.spec["log"]).open("ab") as log:
            java = subprocess.Popen(
                self.spec["command"],
                env=self.spec["environment"],
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the owner; it ends Java by ending the life line
                preexec_fn=partial(begin_below, os.getpid(), NICENESS if self.spec["throwaway"] else 0),  # noqa: PLW1509 - there are no threads here
            )
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self.state = {**self.spec["state"], "since": now, "guard": os.getpid(), "java": java.pid}
        self._write_state()
        return java

    def _write_state(self) -> None:
        """Write the state file where it is not as it was written: deleted, damaged, or not written as the disk was full."""
        self.looked_at = time.monotonic()
        if self.state is None or read_state(self.home) == self.state:
            return
        part = self.home / "neo4j.json.part"
        try:
            part.write_text(json.dumps(self.state), "utf-8")
            part.replace(self.home / "neo4j.json")
        except OSError:  # the disk is full; Java says so too
            pass

    def _has_ended(self, java: "subprocess.Popen[bytes]") -> bool:
        """Wait until Java has ended by itself, or is not needed any more."""
        while self._is_needed():
            if java.poll() is not None:
                return True
            if time.monotonic() - self.looked_at > LOOK:
                self._write_state()
        return False

    def _paused(self, seconds: float) -> bool:
        """Wait so long; whether Java is needed still."""
        end = time.monotonic() + seconds
        while self._is_needed():
            if time.monotonic() >= end:
                return True
        return False

    def _is_needed(self) -> bool:
        """Whether anybody uses Neo4j, after a moment of listening."""
        if self.asked_to_stop:
            return False
        if self.owned:
            self._listen()
            return True
        if self._alone():
            return False
        time.sleep(POLL)
        return True

    def _listen(self) -> None:
        if not select.select([0], [], [], POLL)[0]:
            return
        data = os.read(0, 4096)
        self.ready = self.ready or b"ready" in data
        if not data:
            self.owned = False
            if not self._alone():
                self._tell("kept")

    def _alone(self) -> bool:
        """Whether nobody uses Neo4j; if so, newcomers wait from now on until this process has ended."""
        try:
            fcntl.flock(self.users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _tell(self, line: str) -> None:
        try:
            os.write(1, f"{line}\n".encode())
        except OSError:  # the reader has ended
            pass

    def _stop(self, java: "subprocess.Popen[bytes]") -> None:
        (java.kill if self.spec["throwaway"] else java.terminate)()
        try:
            code = java.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            java.kill()
            code = java.wait()
        self._keep_class_data(code)
        self._clean_up()

    def _keep_class_data(self, code: int) -> None:
        """Put the class data in place only after a clean end: half an archive could crash the next start."""
        if not self.spec["archive"]:
            return
        part, target = map(Path, self.spec["archive"])
        try:
            if code in (0, 128 + signal.SIGTERM) and part.exists():
                part.replace(target)
            part.unlink(missing_ok=True)
        except OSError:  # the next start is slower, no more
            pass

    def _clean_up(self) -> None:
        (self.home / "neo4j.json").unlink(missing_ok=True)
        # In this order: a process that gets users.lock finds this one free.
        os.close(self.lock)
        os.close(self.users)


def read_state(home: Path) -> State | None:
    """What the state file of a home says."""
    return read(home / "neo4j.json")


def read(path: Path) -> State | None:
    """A state from its file, None where there is none."""
    try:
        content: State = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def begin_below(parent: int, niceness: int) -> None:
    """Let others run first by so much, and ask Linux to kill this process when its ``parent`` dies.

    Elsewhere than on Linux the life line alone must do. SIGKILL rather than SIGTERM: Neo4j loses nothing by it, and
    nothing of it lingers when the next one starts.
    """
    os.nice(niceness)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we could ask
            os._exit(1)


def main() -> int:
    """Read the specification, guard."""
    os.umask(0o077)
    line = b""
    while not line.endswith(b"\n"):
        if not (piece := os.read(0, 1 << 16)):
            return 1
        line += piece
    return Guard(json.loads(line)).run()


if __name__ == "__main__":
    sys.exit(main())
