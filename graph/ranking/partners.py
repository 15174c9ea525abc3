"""The headline question, for every door: potential partners for an ally on a topic, and why.

The ranking works on a copy of the network in memory (``graph/ranking``), which follows the log of changes: whoever asks
soon after a change may still get the answer from before it, and the new network is made meanwhile.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields, replace
from typing import NamedTuple, Self, TypeVar

import orjson
from cachetools import LRUCache

from graph.access import MEMBERS
from graph.errors import NotFound, SpojenciError
from graph.log.changes import Position, latest
from graph.network.refresh import refreshed
from graph.questions.named import NETWORK
from graph.ranking.engine import Engine, Request, Suggestion
from graph.ranking.feedback import verdicts
from graph.ranking.memory import give_back
from graph.ranking.models import newest_model
from graph.ranking.standing import Standing, why_not
from graph.store import Store, Values

logger = logging.getLogger("spojenci")

Answer = TypeVar("Answer")

CHECK_EVERY = 0.5
"""Seconds between two checks whether the map has changed."""

WAIT_FOR_FRESH = 1.0
"""Seconds that a question waits for the network to follow a change; then it is answered from the one before."""


REMEMBERED = 3000
"""Suggestions that are remembered for as long as their network is the newest; each takes some kilobytes."""

_Found = LRUCache[bytes, list[Suggestion]]


class _State(NamedTuple):
    """What an engine was made of: all changes up to a position of a log, the version of the model, and the day."""

    position: Position
    model: int | None
    log: str | None
    day: str


class Partners:
    """The ranking of one process. Ask it; it loads and refreshes the network by itself."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._engine: Engine | None = None
        self._state: _State | None = None
        self._checked_at = 0.0
        self._loading: asyncio.Task[Engine] | None = None
        self.generation = 0
        """Grows with each new engine."""
        self._remembered: tuple[Engine, _Found] | None = None

    async def why_not(self, request: Request, of: str) -> Standing:
        """Where somebody stands for a request. Raises as :meth:`ask`."""
        return await self._answer(lambda engine, asked: why_not(engine, asked, of), await self._heeding(request))

    async def ask(self, request: Request) -> list[Suggestion]:
        """The suggestions, best first.

        Raises
        ------
        NotFound
            The asker, the topic, or another element that the request names does not exist for the caller.
        BadInput
            An element is of the wrong type, a number is out of range, or no weight is left.
        """
        heeding = await self._heeding(request)
        remembered = self._found_on(await self.engine())
        asked = _written(heeding, self._state.day if self._state else "")
        if (found := remembered.get(asked)) is None:
            # A newer engine may have come meanwhile; then nobody asks what is remembered of this one any more.
            found = remembered[asked] = await self._answer(Engine.partners, heeding)
        return await self._with_contacts(found)

    async def _heeding(self, request: Request) -> Request:
        """The request with what the asker said, which is not for everybody: a list that heeds it would tell."""
        if MEMBERS not in request.visible:
            return request
        return replace(request, verdicts=await verdicts(self._store, request.asker, request.topic))

    def _found_on(self, engine: Engine) -> "_Found":
        """What was found on an engine, which never changes; of those before it, nothing is asked any more."""
        if self._remembered is None or self._remembered[0] is not engine:
            self._remembered = engine, LRUCache(REMEMBERED, getsizeof=lambda found: 1 + len(found))
        return self._remembered[1]

    async def _answer(self, answer: Callable[[Engine, Request], Answer], request: Request) -> Answer:
        engine = await self.engine()
        try:
            return await asyncio.to_thread(answer, engine, request)
        except NotFound:
            # What is asked for may be younger than the network.
            newest = await self._newest()
            if newest is engine:
                raise
            return await asyncio.to_thread(answer, newest, request)

    async def _contacts(self, ids: list[str]) -> list[Values]:
        return await self._store.read(NETWORK["contacts"].text, {"ids": ids}, name="contacts")

    async def _with_contacts(self, found: list[Suggestion]) -> list[Suggestion]:
        """The suggestions with web addresses, and the sources of the activities on the paths to them."""
        ids = sorted({id_ for suggestion in found for id_ in (suggestion.id, *_activities(suggestion))})
        rows = await self._contacts(ids) if ids else []
        url, source = {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}
        return [
            replace(
                suggestion,
                url=url.get(suggestion.id),
                sources=tuple(dict.fromkeys(text for id_ in _activities(suggestion) if (text := source.get(id_)))),
            )
            for suggestion in found
        ]

    async def prepare(self) -> None:
        """Load the network before anybody asks. Where that fails, the first one to ask waits instead."""
        with suppress(SpojenciError):
            await self.engine()
            for size in (1, 10, 100, 1000):  # Neo4j plans anew for lists of another magnitude
                await self._contacts([""] * size)

    async def engine(self) -> Engine:
        """The engine on what the log says is there, or on what was there a moment ago while that is being loaded."""
        if time.monotonic() - self._checked_at >= CHECK_EVERY or self._engine is None:
            await self._check()
        if self._loading is None:
            assert self._engine
            return self._engine
        if self._engine is None:
            return await asyncio.shield(self._loading)
        await asyncio.wait([self._loading], timeout=WAIT_FOR_FRESH)
        return self._engine

    async def ask_newest(self, request: Request) -> list[Suggestion]:
        """The suggestions on all that the log says now, however long the network takes. Raises as :meth:`ask`."""
        await self._newest()
        return await self.ask(request)

    async def _newest(self) -> Engine:
        """The engine on all that the log says now: one that is being loaded may have begun before that."""
        for _ in range(2):
            await self._check()
            if self._loading is None:
                break
            await asyncio.shield(self._loading)
        assert self._engine
        return self._engine

    async def changed(self, known: Engine) -> Engine:
        """Wait until there is another engine than the known one: the map has changed, or there is a new model."""
        while True:
            with suppress(SpojenciError):  # the database may be away for a moment
                if (engine := await self.engine()) is not known:
                    return engine
            await asyncio.sleep(CHECK_EVERY)

    async def _check(self) -> None:
        [[model, log, day]] = await self._store.read(NETWORK["state"].text, name="ranking_state")
        state = _State(await latest(self._store), model, log, day)
        self._checked_at = time.monotonic()
        if state != self._state and (self._loading is None or self._loading.done()):
            self._loading = asyncio.create_task(self._load(state))
            self._loading.add_done_callback(self._ended)

    async def _load(self, state: _State) -> Engine:
        engine = await self._changed(state)
        await asyncio.to_thread(engine.prepare)
        self._engine, self._state = engine, state
        self.generation += 1
        return engine

    async def _changed(self, state: _State) -> Engine:
        """The engine on what is there now: all of it is read once, then what the log says has changed."""
        old, before = self._engine, self._state
        if old is None or before is None or state.log != before.log or state.position < before.position:
            engine = await Engine.load(self._store)
            await asyncio.to_thread(give_back)
            return engine
        changed = await refreshed(
            self._store, old.tables, before.position, before.day if state.day != before.day else None
        )
        model = await newest_model(self._store)
        # On another day others are over, whom no change tells.
        if changed is old.tables and model.version == old.model.version and state.day == before.day:
            return old
        return await asyncio.to_thread(Engine, changed, model)

    def _ended(self, loading: asyncio.Task[Engine]) -> None:
        if self._loading is loading:
            self._loading = None
        if not loading.cancelled() and (error := loading.exception()) and not isinstance(error, SpojenciError):
            logger.error("the network of the ranking could not be loaded", exc_info=error)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._loading:
            self._loading.cancel()
            await asyncio.gather(self._loading, return_exceptions=True)


def _written(request: Request, day: str) -> bytes:
    """All that an answer depends on besides the engine."""
    asked = [getattr(request, each.name) for each in fields(Request)]
    return orjson.dumps([day, *asked], option=orjson.OPT_SORT_KEYS)


def _activities(suggestion: Suggestion) -> list[str]:
    """The ids of the activities on the paths to one, in their order."""
    ends = (step[end] for path in suggestion.evidence for step in path.path for end in ("from", "to"))
    return list(dict.fromkeys(end["elementId"] for end in ends if end["type"] == "Activity"))
