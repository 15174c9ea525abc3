"""Fitting beside the service: when it is due, in a process of its own."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from uuid import uuid4

from graph.errors import DatabaseTimeout, DatabaseUnavailable, SpojenciError
from graph.jobs import in_subprocess
from graph.learning.fit import TooSmall, fit, require_enough
from graph.log.changes import latest
from graph.network.reading import read_tables
from graph.questions.named import NETWORK
from graph.ranking.models import TIMEOUT, store_model
from graph.store import Store

logger = logging.getLogger("spojenci")


async def refit(store: Store) -> bool:
    """Fit a model and keep it; whether that was due, and nobody else was at it.

    It is due when no model is younger than a week, nothing was tried for a week, and the map has changed since then.
    A map that is too small gets none, which is a try as well, and so is what fails but for the database.

    Raises DatabaseUnavailable and DatabaseTimeout as ``Store`` does.
    """
    position = await latest(store)
    claim = {"by": uuid4().hex, "sequence": position.sequence}
    if not position.sequence or not await _write(store, "claim_fit", claim):
        return False
    tried = False
    try:
        await _fitted(store)
        tried = True
    except (DatabaseUnavailable, DatabaseTimeout):
        raise
    except Exception:
        tried = True  # it would fail again: not every hour
        raise
    finally:
        with suppress(SpojenciError):
            ended = claim if tried else claim | {"sequence": None}
            await asyncio.shield(_write(store, "end_fit", ended))
    return True


async def _fitted(store: Store) -> None:
    tables = await read_tables(store)
    try:
        # Checked here first: another process takes a second to begin.
        await asyncio.to_thread(require_enough, tables)
        logger.info("fitting the ranking: begun")
        model, quality = await in_subprocess(fit, tables)
    except TooSmall as reason:
        logger.info("fitting the ranking: %s", reason.message)
        return
    version = await store_model(store, model, quality)
    for whom, measured in (("with connections", quality.connected), ("without", quality.newcomer)):
        if measured:
            logger.info(
                "fitting the ranking: model %d, askers %s: MRR %.3f, of what is shipped %.3f; it is %s",
                version, whom, measured.fitted["MRR"], measured.shipped["MRR"], "used" if measured.good else "not used",
            )  # fmt: skip


async def _write(store: Store, name: str, values: Mapping[str, object]) -> list[list[object]]:
    async with store.transaction(name, timeout=TIMEOUT) as transaction:
        return await transaction.run(NETWORK[name].text, values)
