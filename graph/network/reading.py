"""The network read from the database."""

from asyncio import create_task, to_thread
from collections.abc import AsyncIterator
from typing import Any

from graph.network.tables import LABEL, ConnectionRow, ElementRow, Gathering, Tables
from graph.questions.named import NETWORK
from graph.store import Store

PAGE = 2000
"""Elements read at once, each with the connections that leave it."""

POSITION = 7
"""Where among the columns after the labels the position stands, if there is one: latitude and longitude."""

Page = list[list[Any]]
"""Elements as ``cypher/network/page.cypher`` returns them; the last column of each are the connections that leave it."""


async def read_tables(store: Store) -> Tables:
    """Every element and connection that the ranking needs, column by column.

    Raises DatabaseUnavailable and DatabaseTimeout as ``Store`` does.
    """
    gathered = Gathering()
    async for page in _pages(store):
        await to_thread(gathered.add, *rows_of(page))
    return await to_thread(gathered.tables)


def rows_of(page: Page) -> tuple[list[ElementRow], list[ConnectionRow]]:
    """The elements of a page, and the connections that leave these."""
    elements = [
        ElementRow(
            id_, _label(labels), *[*columns[:POSITION], *(columns[POSITION] or (None, None)), *columns[POSITION + 1 :]]
        )
        for id_, labels, *columns, _ in page
    ]
    connections = [ConnectionRow(link, row[0], *rest) for row in page for link, *rest in row[-1]]
    return elements, connections


async def _pages(store: Store) -> AsyncIterator[Page]:
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
