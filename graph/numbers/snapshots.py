"""Metrics of the network, stored by day so that their history can be drawn: computed beside the service.

Several processes may work on one database: whoever claims a day first computes it. A day has one snapshot at most, and
only when the log has moved since the one before. Snapshots are no elements: neither maps nor exports know them.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import numpy as np

from graph.errors import SpojenciError
from graph.jobs import in_subprocess
from graph.log.changes import latest
from graph.network.reading import read_tables
from graph.numbers.measures import NetworkMetrics, Ties, measure, ties
from graph.questions.named import NUMBERS
from graph.store import Store

DAILY = 31
"""Days whose snapshots are kept; of older ones, the last of each month."""

MOST = 120
"""Snapshots kept at most."""

ROWS = 500
"""Allies that share a node."""

TIMEOUT = 60.0
"""Seconds that writing these may take."""


async def take(store: Store, day: date | None = None) -> bool:
    """Compute and store the metrics of a day, today if none is given; whether that was due, and nobody else was at it.

    Raises DatabaseUnavailable and DatabaseTimeout as ``Store`` does.
    """
    day = day or datetime.now(UTC).date()
    kept = await store.read(NUMBERS["days"].text, name="snapshots")
    position = await latest(store)
    if not position.sequence or (kept and (kept[0][0] >= day.isoformat() or kept[0][1] == position.sequence)):
        return False
    claim = {"day": day.isoformat(), "by": uuid4().hex}
    if not await _write(store, "claim", claim):
        return False
    try:
        found = await asyncio.to_thread(ties, await read_tables(store))
        metrics = await in_subprocess(measure, found)
        await _clear(store, day)  # what a process left that was ended half way
        for columns in _columns(found, metrics):
            await _write(store, "write", {"day": claim["day"], "metrics": columns})
        whole = _whole(found, metrics) | {"sequence": position.sequence}
        finished = await _write(store, "finish", {**claim, "metrics": whole})
    except BaseException:
        with suppress(SpojenciError):
            await asyncio.shield(_write(store, "release", claim))
        raise
    await _forget(store, [date.fromisoformat(day) for day, _ in kept] + [day], day)
    return bool(finished)


async def _write(store: Store, name: str, values: Mapping[str, object]) -> list[list[object]]:
    async with store.transaction(f"numbers_{name}", timeout=TIMEOUT) as transaction:
        return await transaction.run(NUMBERS[name].text, values)


def _columns(found: Ties, metrics: NetworkMetrics) -> Iterator[dict[str, object]]:
    """The metrics of some allies after others, by their ids, in lists side by side."""
    lists: dict[str, list[object]] = {
        "of": [*found.ids],
        "community": [found.ids[strongest] for strongest in metrics.strongest],
        "degree": metrics.degree.tolist(),
        "betweenness": metrics.betweenness.tolist(),
        "reach": metrics.reach.tolist(),
        "density": np.nan_to_num(metrics.density, nan=-1.0).tolist(),
        "communitySize": metrics.community_size.tolist(),
        "rank": metrics.rank.tolist(),
        "percentile": np.nan_to_num(metrics.percentile, nan=-1.0).tolist(),
    }
    order = sorted(range(len(found.ids)), key=found.ids.__getitem__)
    for begin in range(0, len(order), ROWS):
        some = order[begin : begin + ROWS]
        columns = {name: [values[number] for number in some] for name, values in lists.items()}
        yield {"first": found.ids[some[0]], "last": found.ids[some[-1]], **columns}


def _whole(found: Ties, metrics: NetworkMetrics) -> dict[str, object]:
    """Metrics of the network as a whole."""
    allies, pairs = len(found.ids), found.matrix.nnz // 2
    return {
        "allies": allies,
        "ties": pairs,
        "density": 2 * pairs / (allies * (allies - 1)) if allies > 1 else None,
        "libraries": found.libraries,
        "tiedLibraries": int(found.library.sum()),
        "communities": len(np.unique(metrics.strongest)),
        "estimated": metrics.estimated,
    }


async def _forget(store: Store, days: list[date], today: date) -> None:
    for day in set(days) - set(worth_keeping(days, today)):
        await _clear(store, day)
        await _write(store, "forget_day", {"day": day.isoformat()})


async def _clear(store: Store, day: date) -> None:
    await _write(store, "forget", {"day": day.isoformat()})


def worth_keeping(days: list[date], today: date) -> list[date]:
    """Of the days of snapshots those to keep, the newest first: the recent ones, then the last of each month."""
    recent = [day for day in days if day > today - timedelta(DAILY)]
    last = {(day.year, day.month): day for day in sorted(set(days) - set(recent))}
    return sorted([*recent, *last.values()], reverse=True)[:MOST]
