"""``spojenci`` in processes of their own that are forked from one which has imported everything.

A command takes most of its time to import the service. What it does, and how it ends, is that of a process: it has its own
environment, folder, streams and exit code.

Run as a program, this module is the process that is forked. A line of its input asks for a command; a line of its output
says how it ended.
"""

import json
import os
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, NamedTuple, NoReturn

import cli

ROOT = Path(__file__).resolve().parent.parent


class Asked(NamedTuple):
    """A command: what it is given, where it runs, and a folder with its input, for its output."""

    arguments: Sequence[str]
    environment: Mapping[str, str]
    folder: str
    streams: str


class Commands:
    """Runs commands, each in a process of its own."""

    def __init__(self, to: IO[str], answers: IO[str]) -> None:
        self._to, self._answers = to, answers

    def run(
        self, arguments: Sequence[str], environment: Mapping[str, str], stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run ``spojenci`` in the folder of the test, with this environment and no other."""
        with tempfile.TemporaryDirectory() as streams:
            Path(streams, "0").write_text(stdin, "utf-8")
            self._to.write(json.dumps(Asked(arguments, environment, str(Path.cwd()), streams)) + "\n")
            self._to.flush()
            code = int(self._answers.readline())
            out, err = (Path(streams, name).read_text("utf-8") for name in "12")
        return subprocess.CompletedProcess(arguments, code, out, err)


@contextmanager
def ready() -> Iterator[Commands]:
    """The process that is forked, for as long as commands are wanted."""
    command = [sys.executable, "-m", __name__]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        yield Commands(process.stdin, process.stdout)


def _serve() -> None:
    for module in pkgutil.iter_modules(cli.__path__):
        if module.name != "__main__":
            import_module(f"cli.{module.name}")
    for line in sys.stdin:
        if not (child := os.fork()):
            _become(Asked(*json.loads(line)))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _become(asked: Asked) -> NoReturn:
    for number in range(3):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT
        os.dup2(os.open(f"{asked.streams}/{number}", flags, 0o600), number)
    sys.stdin = os.fdopen(0, encoding="utf-8")  # the one before has read ahead
    os.environ.clear()
    os.environ.update(asked.environment)
    os.chdir(asked.folder)
    sys.argv = ["spojenci", *asked.arguments]
    import_module("cli.main").run()
    raise AssertionError


if __name__ == "__main__":
    _serve()
