"""Backups by the clock: the newest ones stay in a folder."""

import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from prometheus_client import CollectorRegistry, Gauge

from graph import jobs
from graph.backup import snapshot
from graph.store import Store

PATTERN = "spojenci-*.backup.gz"


class Schedule:
    """Makes a backup every so many hours, and keeps so many."""

    def __init__(self, folder: Path, every: float, keep: int) -> None:
        self._folder = folder
        self._every = every * 3600
        self._keep = keep

    def show(self, metrics: CollectorRegistry) -> None:
        """Tell among the figures when the newest backup was made."""
        Gauge(
            "spojenci_backup_timestamp_seconds",
            "When the newest backup was made; 0 before the first.",
            registry=metrics,
        ).set_function(self._newest)

    async def run(self, store: Store) -> None:
        """Make a backup if one is due and no other process makes it, and delete those that are too many then."""
        with suppress(Timeout), FileLock(self._folder / ".lock", timeout=0):
            if time.time() - self._newest() >= self._every - jobs.INTERVAL / 2:
                await self._make(store)

    async def _make(self, store: Store) -> None:
        now = datetime.now(UTC)
        await snapshot.make(store, self._folder / f"spojenci-{now:%Y-%m-%dT%H%M%SZ}.backup.gz", _quiet)
        for old in self._kept()[: -self._keep]:
            old.unlink(missing_ok=True)

    def _kept(self) -> list[Path]:
        """The oldest first, as their names say it."""
        return sorted(self._folder.glob(PATTERN))

    def _newest(self) -> float:
        kept = self._kept()
        return kept[-1].stat().st_mtime if kept else 0.0


def _quiet(_: str, __: float | None) -> None:
    pass
