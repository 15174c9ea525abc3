"""Notes on which day each key was used last, behind the answers: nobody waits for it."""

import asyncio
import logging
from contextlib import suppress
from typing import Self

from graph import keys
from graph.errors import SpojenciError
from graph.store import Store

logger = logging.getLogger("spojenci")

AFTER = 1.0
"""Seconds from a use to its note, in which the answer goes out and the uses of other keys come together."""

AGAIN = 10.0
"""Seconds to the next try of a note that failed."""


class KeyUses:
    """Notes the uses of keys while it is entered. What cannot be noted is kept and tried again, at the end once more."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._days: dict[str, str] = {}
        self._come = asyncio.Event()
        self._noting: asyncio.Task[None] | None = None

    def note(self, name: str, day: str) -> None:
        """A key was used on a day (ISO 8601)."""
        self._days[name] = day
        self._come.set()

    async def __aenter__(self) -> Self:
        self._noting = asyncio.create_task(self._repeat())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._noting:
            self._noting.cancel()
            await asyncio.gather(self._noting, return_exceptions=True)
        with suppress(SpojenciError):
            await self._note_all()
        for name, day in self._days.items():
            logger.warning("that the key %s was used on %s could not be noted", name, day)

    async def _repeat(self) -> None:
        while True:
            await self._come.wait()
            await asyncio.sleep(AFTER)
            try:
                await self._note_all()
            except SpojenciError:  # whoever asks is told of it
                await asyncio.sleep(AGAIN)
            except Exception:
                logger.exception("the uses of keys could not be noted; it is tried again")
                await asyncio.sleep(AGAIN)

    async def _note_all(self) -> None:
        if not self._days:
            return
        noted = dict(self._days)
        await keys.note_uses(self._store, noted)
        self._days = {name: day for name, day in self._days.items() if noted.get(name) != day}
        if not self._days:
            self._come.clear()
