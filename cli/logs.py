"""How the service logs: one line an event, as text or as an object in JSON, each with the request that it belongs to."""

import atexit
import logging
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from queue import SimpleQueue
from threading import Event, Thread
from typing import Literal

import orjson

from graph.trail import trail

Form = Literal["text", "json"]

WAITING = 10_000
"""Lines that wait to be written; more are lost."""

GATHERING = 0.05
"""Seconds in which lines gather before they are written together."""

_KNOWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}


def set_up(form: Form) -> None:
    """Log to the standard error stream."""
    handler = Unhurried()
    handler.setFormatter(Lines() if form == "text" else Objects())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("spojenci").setLevel(logging.INFO)
    logging.getLogger("opentelemetry").setLevel(logging.ERROR)
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # the watch says once what the driver says of each connection


def _told(record: logging.LogRecord) -> dict[str, object]:
    """What a record says besides its message."""
    own = {name: value for name, value in record.__dict__.items() if name not in _KNOWN}
    request = trail().id
    return own if "id" in own or request == "-" else {"request": request, **own}


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Unhurried(logging.Handler):
    """Writes in a thread of its own: a pipe that nobody reads holds up the log, and nothing else.

    Lines gather for a moment. A thread that wakes for each of them takes the processor from whoever is answering.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._ending = Event()
        self._writing = Thread(target=self._write, daemon=True, name="log")
        self._writing.start()
        atexit.register(self._end)

    def emit(self, record: logging.LogRecord) -> None:
        """Have a line written, unless too many wait for that."""
        if self._lines.qsize() < WAITING:
            self._lines.put(self.format(record))

    def _write(self) -> None:
        while (line := self._lines.get()) is not None:
            self._ending.wait(GATHERING)
            with suppress(OSError, ValueError):  # nobody reads any more
                sys.stderr.write("\n".join([line, *self._gathered(), ""]))
                sys.stderr.flush()

    def _gathered(self) -> Iterator[str]:
        """The lines that wait now; the end stays behind them."""
        for _ in range(self._lines.qsize()):
            line = self._lines.get()
            if line is None:
                self._lines.put(None)
                return
            yield line

    def _end(self) -> None:
        self._ending.set()
        self._lines.put(None)
        self._writing.join(1)


class Lines(logging.Formatter):
    """``time LEVEL message name=value …``; a value with a blank or a quote stands in quotes, as in JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the trace of an error below it."""
        pairs = "".join(f" {name}={_quoted(value)}" for name, value in _told(record).items())
        line = f"{_time(record)} {record.levelname} {_single(record.getMessage())}{pairs}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class Objects(logging.Formatter):
    """An object in JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        known = {
            "time": _time(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        trace = {"trace": self.formatException(record.exc_info)} if record.exc_info else {}
        return orjson.dumps({**known, **_told(record), **trace}, default=str).decode()


def _quoted(value: object) -> str:
    text = str(value)
    plain = text and not any(sign in text for sign in ' "=') and text.isprintable()
    return text if plain else orjson.dumps(text).decode()


def _single(text: str) -> str:
    return text if text.isprintable() else " ".join(text.split())
