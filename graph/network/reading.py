"""The network read from the database."""

from asyncio import create_task, to_thread
from collections.abc import AsyncIterator
from typing import Any

from graph.network.tables import LABEL, Tables, tables
from graph.questions.named import NETWORK
from graph.store import Store

PAGE = 5000
"""Elements read at once, each with the connections that leave it."""


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
    """Elements and connections, as :func:`~graph.network.tables.tables` takes them, of what was read in one."""
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
