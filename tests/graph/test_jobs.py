"""What the service does by itself."""

import asyncio
import logging

import pytest

from graph import jobs
from graph.errors import DatabaseUnavailable
from graph.jobs import Job, Jobs
from graph.settings import Settings
from graph.store import Endpoint, Store

pytestmark = pytest.mark.anyio


async def test_a_job_that_fails_is_done_again_after_the_interval(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(jobs, "INTERVAL", 0)
    failures: list[Exception] = [DatabaseUnavailable("away for a moment"), ZeroDivisionError()]
    done = asyncio.Event()

    async def work(_: Store) -> None:
        if failures:
            raise failures.pop(0)
        done.set()

    with caplog.at_level(logging.WARNING, "spojenci"):
        async with Jobs(store, [Job("sweeping", 0, work)]):
            await asyncio.wait_for(done.wait(), 10)
    assert [record.message for record in caplog.records] == [
        "sweeping: not possible now: away for a moment",
        "sweeping: failed",
    ]


async def test_it_ends_with_the_service(endpoint: Endpoint, settings: Settings) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def work(_: Store) -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    async with endpoint.open(settings) as store, Jobs(store, [Job("sleeping", 0, work)]):
        await begun.wait()
    assert ended.is_set()
