"""Figures of all workers that serve one address: whichever is asked for them asks the others."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout
from prometheus_client import CollectorRegistry, generate_latest

SECONDS = 5.0
"""How long a worker may take to tell its figures, half of what Prometheus waits; those of one that hangs are left out."""

_FAMILY = re.compile(r"^(?=# HELP )", re.MULTILINE)


class WorkerFigures:
    """The figures of a process and, while it is entered, of the workers beside it.

    They meet in ``folder``, which is theirs alone, where each listens at a socket. Each has a number from 1, which
    whoever replaces it takes over. Without a folder there is one process.
    """

    def __init__(self, metrics: CollectorRegistry, folder: Path | None) -> None:
        self._metrics = metrics
        self._folder = folder
        self._number = 0
        self._lock: FileLock | None = None
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        if self._folder:
            self._number, self._lock = _taken(self._folder)
            path = _socket(self._folder, self._number)
            path.unlink(missing_ok=True)
            if hasattr(asyncio, "start_unix_server"):  # on Windows each tells its own
                self._server = await asyncio.start_unix_server(self._tell, path)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server:
            self._server.close()
        if self._lock:
            self._lock.release()

    async def figures(self) -> str:
        """Those of all, as Prometheus reads them; each with the number of its worker where there are several."""
        if not self._folder:
            return self._own()
        others = [n for path in self._folder.glob("*.socket") if (n := int(path.stem)) != self._number]
        told = await asyncio.gather(*(_asked(_socket(self._folder, number)) for number in others))
        return joined({self._number: self._own(), **dict(zip(others, told, strict=True))})

    def _own(self) -> str:
        return generate_latest(self._metrics).decode()

    async def _tell(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            writer.write(self._own().encode())
            await writer.drain()
        writer.close()


def _taken(folder: Path) -> tuple[int, FileLock]:
    """The first number that no other worker has, and what keeps it until the process ends."""
    for number in count(1):
        lock = FileLock(folder / f"{number}.lock", timeout=0, thread_local=False)
        with suppress(Timeout):
            lock.acquire()
            return number, lock
    raise AssertionError("unreachable")


def _socket(folder: Path, number: int) -> Path:
    return folder / f"{number}.socket"


async def _asked(path: Path) -> str:
    """What a worker tells; nothing where it has ended or hangs."""
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(SECONDS):
            reader, writer = await asyncio.open_unix_connection(path)
            try:
                return (await reader.read()).decode()
            finally:
                writer.close()
    return ""


def joined(texts: Mapping[int, str]) -> str:
    """Figures of several workers in one text, each figure with the label ``worker``."""
    families: dict[tuple[str, ...], list[str]] = {}
    for number, text in sorted(texts.items()):
        for family in _FAMILY.split(text):
            lines = family.splitlines()
            head = tuple(line for line in lines if line.startswith("#"))
            families.setdefault(head, []).extend(_labelled(lines[len(head) :], number))
    return "".join(f"{line}\n" for head, lines in families.items() for line in (*head, *lines))


def _labelled(lines: list[str], number: int) -> Iterator[str]:
    for line in lines:
        name, brace, rest = line.partition("{")
        if brace:
            yield f'{name}{{worker="{number}",{rest}'
        else:
            yield line.replace(" ", f'{{worker="{number}"}} ', 1)
