"""How many processes of pytest-xdist run the tests, and which runs what."""

import os
from functools import cached_property
from itertools import groupby

from xdist.scheduler import LoadScopeScheduling

MEMORY = 2 << 30
"""Bytes that a worker with its Neo4j and its browser may need."""

MOST = 8
"""More workers would spend more on their starts than they save."""


def number() -> int:
    """One for each core, as far as the memory goes."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(1, min(cores, memory // MEMORY, MOST))


class InOrder(LoadScopeScheduling):
    """Gives out runs of tests of one file in the order of the collection, so that workers keep what the runs share."""

    def _split_scope(self, nodeid: str) -> str:
        return self._runs[nodeid]

    @cached_property
    def _runs(self) -> dict[str, str]:
        """The run that each test belongs to: a file comes twice when other tests stand between two of its own."""
        runs = groupby(self.collection or (), key=lambda nodeid: nodeid.partition("::")[0])
        return {nodeid: f"{place} {file}" for place, (file, tests) in enumerate(runs) for nodeid in tests}
