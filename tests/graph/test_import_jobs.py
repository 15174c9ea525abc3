"""What becomes of the record of an import whose process is slow to begin."""

import asyncio
import os
from contextlib import AsyncExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from graph.errors import DatabaseTimeout, DatabaseUnavailable
from graph.exchange import jobs, worker, workers
from graph.exchange.jobs import Order
from graph.exchange.worker import AWAY
from graph.settings import Settings
from graph.store import Endpoint, Store
from tests.graph.writing import ADMIN

pytestmark = pytest.mark.anyio


async def test_an_import_that_is_slow_to_begin_is_not_lost(
    fresh: Store, endpoint: Endpoint, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    states: list[object] = []
    beaten, real = asyncio.Event(), jobs.beat

    async def beat(store: Store, id_: str) -> bool:
        cancelled = await real(store, id_)
        beaten.set()
        return cancelled

    async def slow(task: Any) -> int:
        silence = (
            "MATCH (job:Internal {kind: 'ImportJob', id: $id}) SET job.seenAt = datetime() - duration({seconds: $long})"
        )
        await fresh.command(silence, {"id": task.id, "long": 2 * jobs.SILENT})
        beaten.clear()
        await beaten.wait()
        states.append((await jobs.one(fresh, ADMIN.viewer, task.id))["state"])
        return 0

    monkeypatch.setattr(workers, "BEAT", 0.01)
    monkeypatch.setattr(workers, "_ended", slow)
    monkeypatch.setattr(jobs, "beat", beat)
    async with workers.Imports(fresh, endpoint, settings) as imports, AsyncExitStack() as held:
        await imports.begin(ADMIN, Order("a.csv"), BytesIO(b"Label\n"), held)
        await asyncio.gather(*imports._running)
    assert states == ["running"]


class Broken(BytesIO):
    """A file whose middle cannot be read."""

    def read(self, size: int | None = -1) -> bytes:
        """A beginning, and then an error."""
        if self.tell():
            raise OSError("No space left on device")
        return super().read(5)


async def test_a_file_that_could_not_be_kept_leaves_nothing_on_disk(
    fresh: Store, endpoint: Endpoint, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    async with workers.Imports(fresh, endpoint, settings) as imports:
        with pytest.raises(OSError, match="No space"):
            async with AsyncExitStack() as held:
                await imports.begin(ADMIN, Order("a.csv"), Broken(b"Label\nA\n"), held)
    assert os.listdir(tmp_path) == []


async def test_an_import_whose_neo4j_ended_says_so_once_it_is_back(
    fresh: Store, endpoint: Endpoint, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids, away, real = list[str](), [DatabaseUnavailable("away"), DatabaseTimeout("late")], jobs.end

    async def ended(task: Any) -> int:
        ids.append(task.id)
        return AWAY

    async def end(store: Store, id_: str, state: jobs.State, error: str | None = None) -> None:
        if away:
            raise away.pop()
        await real(store, id_, state, error)

    monkeypatch.setattr(workers, "AGAIN", 0.01)
    monkeypatch.setattr(workers, "_ended", ended)
    monkeypatch.setattr(jobs, "end", end)
    async with workers.Imports(fresh, endpoint, settings) as imports, AsyncExitStack() as held:
        await imports.begin(ADMIN, Order("a.csv"), BytesIO(b"Label\n"), held)
        await asyncio.gather(*imports._running)
    job = await jobs.one(fresh, ADMIN.viewer, ids[0])
    assert (job["state"], "Neo4j" in str(job["error"])) == ("failed", True)


def test_an_import_takes_what_its_container_has_left(tmp_path: Path) -> None:
    assert worker._allowed(tmp_path) == worker.MEMORY
    (tmp_path / "memory.max").write_text("max\n")
    assert worker._allowed(tmp_path) == worker.MEMORY
    (tmp_path / "memory.max").write_text(f"{1 << 30}\n")
    (tmp_path / "memory.stat").write_text(f"anon {256 << 20}\nfile {512 << 20}\nshmem {64 << 20}\n")
    assert worker._allowed(tmp_path) == (1 << 30) - (320 << 20) - worker.SPARE
    (tmp_path / "memory.max").write_text(f"{300 << 20}\n")
    assert worker._allowed(tmp_path) == worker.LEAST
