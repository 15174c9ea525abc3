"""The network read from the database, and the fitted models kept there."""

from asyncio import create_task, to_thread
from collections.abc import AsyncIterator
from typing import Any

import orjson

from graph.questions.named import NETWORK
from graph.ranking.fit import Quality
from graph.ranking.model import SHIPPED, Model
from graph.ranking.tables import LABEL, Tables, tables
from graph.store import Store

PAGE = 5000
"""Elements read at once, each with the connections that leave it."""

TIMEOUT = 60.0
"""Seconds that storing a model may take."""


async def read_tables(store: Store) -> Tables:
    """Every element and connection that the ranking needs, column by column.

    Raises DatabaseUnavailable and DatabaseTimeout as ``Store`` does.
    """
    elements: list[list[Any]] = []
    connections: list[list[Any]] = []
    async for page in _pages(store):
        some, leaving = parted(page)
        elements += some
        connections += leaving
    return await to_thread(tables, elements, connections)


def parted(page: list[list[Any]]) -> tuple[list[list[Any]], list[list[Any]]]:
    """Elements and connections, as :func:`~graph.ranking.tables.tables` takes them, of what was read in one."""
    elements = [[id_, _label(labels), *columns] for id_, labels, *columns, _ in page]
    connections = [[link, row[0], *rest] for row in page for link, *rest in row[-1]]
    return elements, connections


async def _pages(store: Store) -> AsyncIterator[list[list[Any]]]:
    """Pages of elements, the next one read while the caller is busy with one."""
    text = NETWORK["page"].text
    reading = create_task(store.read(text, {"after": "", "size": PAGE}, name="network"))
    try:
        while page := (await reading)[0][0]:
            reading = create_task(store.read(text, {"after": page[-1][0], "size": PAGE}, name="network"))
            yield page
    finally:
        reading.cancel()


def _label(labels: list[str]) -> str:
    """The most specific label of a node; a library is also an organization."""
    own = [label for label in labels if label in LABEL]
    return "Library" if "Library" in own else own[0] if own else ""


async def newest_model(store: Store) -> Model:
    """The newest stored model that did well, else the shipped one."""
    rows = await store.read(NETWORK["newest_model"].text, name="model")
    for version, fitted_at, numbers, _ in rows:
        if model := Model.of(orjson.loads(numbers), version, fitted_at):
            return model
    return SHIPPED


async def store_model(store: Store, model: Model, quality: Quality) -> int:
    """Keep a model with its measured quality; its version."""
    values = {
        "good": quality.good,
        "model": orjson.dumps(model.stored()).decode(),
        "quality": orjson.dumps(quality.data()).decode(),
    }
    async with store.transaction("fit", timeout=TIMEOUT) as transaction:
        [[version]] = await transaction.run(NETWORK["store_model"].text, values)
    return int(version)
