"""The analysts' twin: a second Neo4j that holds what a key of the role reader sees, and nothing else.

What analysts run there can harm nothing but the twin, which is thrown away then and made anew.
"""

from typing import Self

from graph.errors import AnalystsUnavailable
from graph.settings import Settings
from graph.store import Store

NONE = (
    "There is no database for analysts here: set SPOJENCI_ANALYSTS_URI to an empty Neo4j that only they use. The embedded "
    "Neo4j brings one; that of NEO4J_URI does not."
)


class Twin:
    """The twin of one database, for one process. An asynchronous context; it is started when it is first asked for."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def store(self) -> Store:
        """A store on the twin; the first call starts it.

        Raises
        ------
        AnalystsUnavailable
            It starts, is being filled or made anew, or there is none; the message says which.
        """
        raise AnalystsUnavailable(NONE)

    async def fell(self) -> None:
        """Throw it away and make it anew in the background: a statement took it down, or blocks it."""

    async def close(self) -> None:
        """End it."""
