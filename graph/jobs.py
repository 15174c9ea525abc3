"""Background jobs of the service: each checks at intervals whether it is due."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Self, TypeVar

from anyio import BrokenWorkerProcess, to_process
from prometheus_client import Counter

from graph.errors import SpojenciError
from graph.store import Store

logger = logging.getLogger("spojenci")

INTERVAL = 3600.0
"""Seconds between two checks whether a job is due."""

Given = TypeVar("Given")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Job:
    """A job by its name; ``first`` is the number of seconds between the start and its first check.

    Several processes may have the same job on one database: ``work`` makes sure that one of them does it.
    """

    name: str
    first: float
    work: Callable[[Store], Awaitable[object]]


class Jobs:
    """Runs jobs in the background while it is entered. One that fails is tried again after the interval."""

    def __init__(self, store: Store, jobs: Sequence[Job]) -> None:
        self._store = store
        self._jobs = jobs
        self._tasks: list[asyncio.Task[None]] = []
        self._ended = Counter(
            "spojenci_jobs", "Looks of background jobs, by how they ended.", ["job", "outcome"], registry=store.metrics
        )
        for job in jobs:
            for outcome in ("done", "not possible", "failed"):
                self._ended.labels(job.name, outcome)

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(self._repeat(job)) for job in self._jobs]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _repeat(self, job: Job) -> None:
        await asyncio.sleep(job.first)
        while True:
            try:
                await job.work(self._store)
                self._ended.labels(job.name, "done").inc()
            except SpojenciError as error:
                self._ended.labels(job.name, "not possible").inc()
                logger.warning("%s: not possible now: %s", job.name, error.message)
            except Exception:
                self._ended.labels(job.name, "failed").inc()
                logger.exception("%s: failed", job.name)
            await asyncio.sleep(INTERVAL)


async def in_subprocess(function: Callable[[Given], Result], given: Given) -> Result:
    """Compute something long in a process of its own at low priority, so that it does not hold up requests."""
    found = await to_process.run_sync(_at_low_priority, function, given, cancellable=True)
    with suppress(BrokenWorkerProcess):  # an idle process would be kept, with its memory, until the next one is needed
        await to_process.run_sync(os._exit, 0)
    return found


def _at_low_priority(function: Callable[[Given], Result], given: Given) -> Result:
    if hasattr(os, "nice"):
        os.nice(19)
    return function(given)
