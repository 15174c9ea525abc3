"""``spojenci connect``: how tools connect to the analysts' twin."""

import asyncio

from cli.session import read_settings, with_graph
from graph.analysts.twin import Access, Twin
from graph.progress import Progress
from graph.store import Store

WAIT = 600.0
"""Seconds that the twin may take to start and to be filled."""


def connect() -> None:
    """Print how tools (Neo4j Browser, cypher-shell, notebooks …) connect to the analysts' database by Bolt.

    Where nothing else keeps that database, this command does until it is interrupted.
    """
    settings = read_settings()

    async def show(store: Store, progress: Progress) -> None:
        async with Twin(settings, store) as twin:
            progress("Filling the analysts' database", None)
            access = await twin.access(WAIT)
            print(_told(access), flush=True)
            while twin.kept:
                progress("Keeping the analysts' database up to date until Ctrl-C", None)
                await asyncio.sleep(1)

    with_graph(show, settings=settings, asks=True)


def _told(access: Access) -> str:
    return f"""\
Address   {access.uri}
User      {access.username}
Password  {access.password}
Database  {access.database}"""
