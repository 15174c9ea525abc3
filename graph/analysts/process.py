"""Where the twin is: in a second embedded Neo4j, or in one that is named."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

from graph.settings import Settings
from graph.store import Endpoint

PAGECACHE = "64m"


def is_possible(settings: Settings) -> bool:
    """Whether there can be a twin: one is named, or the embedded Neo4j is used."""
    return bool(settings.analysts_uri) or not settings.neo4j_uri


def database(settings: Settings) -> Settings:
    """The settings of a store on the twin."""
    return settings.model_copy(update={"neo4j_database": settings.analysts_database})


@asynccontextmanager
async def running(settings: Settings, *, emptied: bool) -> AsyncIterator[Endpoint]:
    """The Neo4j of the twin. The embedded one is started, empty or as it was, or joined where another process has done so.

    Raises EmbeddedError when it cannot be started.
    """
    if settings.analysts_uri:
        password = settings.analysts_password.get_secret_value()
        yield Endpoint(settings.analysts_uri, settings.analysts_username, password)
        return
    from graph import embedded  # imported late: it needs what Windows lacks

    with ExitStack() as stack:
        entered = embedded.attached(_embedded(settings), throwaway=True, emptied=emptied)
        entering = asyncio.create_task(asyncio.to_thread(stack.enter_context, entered))
        try:
            yield await asyncio.shield(entering)
        finally:
            await asyncio.wait([entering])  # else one that has just been started would stay
            await asyncio.to_thread(stack.close)


def kill(settings: Settings) -> None:
    """End the embedded Neo4j of the twin, whatever it is doing; one that is named is left to whoever runs it."""
    if not settings.analysts_uri:
        from graph import embedded

        embedded.kill(_embedded(settings))


def _embedded(settings: Settings) -> Settings:
    return settings.model_copy(
        update={
            "home": settings.home / "analysts",
            "heap": settings.analysts_heap,
            "pagecache": PAGECACHE,
            "bolt_port": settings.analysts_port,
        }
    )
