"""What processes take, from ``/proc`` (so on Linux alone)."""

import os
from collections.abc import Iterator
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def spent(pid: int) -> float:
    """Seconds of processor time of a process, threads that have ended included."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory(pid: int) -> float:
    """Megabytes that a process holds."""
    return int(_stat(pid)[21]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _stat(pid: int) -> list[str]:
    """The fields after the name, which may hold spaces."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def java() -> int:
    """The Neo4j that this process has started."""
    return next(pid for pid in _below(os.getpid()) if Path(f"/proc/{pid}/comm").read_text().strip() == "java")


def _below(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            yield child
            yield from _below(child)
