"""Answers that are kept until anything is written, so that a question asked again takes a look at the state and no more.

Nobody gets an older answer than without: the state is read after a question came in, whoever wrote before, in whichever
process. A question is kept when it is asked for the second time; one asked once does not pay for the look. Who asks the same
while an answer is made waits for that one: right after a write, a crowd with one question has it answered once.
"""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import orjson
from cachetools import LRUCache

from api.wire.caches import tag
from graph.access import Viewer
from graph.contract.operation import Follows
from graph.errors import SpojenciError
from graph.log.state import State, States
from graph.ranking.partners import Partners
from graph.store import Store

ASKED = 10_000
"""Questions of which is known that they were asked."""

SHARE = 8
"""The largest answer that is kept takes that part of the room."""

_OVERHEAD = 1_000
"""Bytes that an answer takes besides its content and question, about."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: by which name or document, with which values, and with which rights."""

    asked: Hashable
    values: bytes
    rank: int
    library: str | None

    @classmethod
    def of(cls, asked: Hashable, values: object, viewer: Viewer) -> "Question":
        """The question with these values; two are the same whatever the order of names."""
        return cls(asked, orjson.dumps(values, option=orjson.OPT_SORT_KEYS), viewer.rank, viewer.library)

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return len(self.values) + len(repr(self.asked))


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer is true of: the state, and the generation of the network."""

    state: State
    generation: int


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer in JSON, and its tag."""

    content: bytes
    tag: str
    basis: Basis
    follows: Follows
    size: int
    """Bytes that it takes with its question, about."""

    def holds(self, basis: Basis) -> bool:
        """Whether it is what would be answered on this basis."""
        return self.basis.state == basis.state and (
            self.follows is Follows.STORED or self.basis.generation == basis.generation
        )


class KeptAnswers:
    """The answers that one process keeps, of so many bytes in all."""

    def __init__(self, store: Store, partners: Partners, most: int) -> None:
        self._states = States(store)
        self._partners = partners
        self._largest = most // SHARE
        self._kept: LRUCache[Question, Kept] = LRUCache(most, getsizeof=lambda kept: kept.size)
        self._asked: LRUCache[int, bool] = LRUCache(ASKED)
        """Whether the next answer passes by all this, for it could not be kept."""
        self._made: dict[tuple[Question, Basis], asyncio.Future[None]] = {}

    @asynccontextmanager
    async def asked(self, question: Question) -> AsyncIterator[tuple[Kept | None, Basis | None]]:
        """The answer if it still holds; else what a new one can be kept with, of a question that was asked before.

        While a context lasts that was given the latter, others who ask the same wait for what it keeps.
        """
        kept, basis = await self._found(question)
        if basis is None:
            yield kept, None
            return
        while (made := self._made.get((question, basis))) is not None:
            await asyncio.wait([made])
            kept = self._holding(question, basis)
            if kept or not made.cancelled():  # cancelled: who was making it has left
                yield kept, None if kept else basis
                return
        made = self._made[question, basis] = asyncio.get_running_loop().create_future()
        try:
            yield None, basis
        except asyncio.CancelledError:
            made.cancel()
            raise
        finally:
            del self._made[question, basis]
            if not made.done():
                made.set_result(None)

    async def _found(self, question: Question) -> tuple[Kept | None, Basis | None]:
        kept = self._kept.get(question)
        if kept is None and self._passes(question):
            return None, None
        with suppress(SpojenciError):  # then the question is answered, or says why not
            if kept and kept.follows is Follows.NETWORK:
                await self._partners.engine()
            generation = self._partners.generation
            basis = Basis(await self._states.now(), generation)
            held = self._holding(question, basis)  # somebody may have kept it meanwhile
            return (held, None) if held else (None, basis)
        return None, None

    def _holding(self, question: Question, basis: Basis) -> Kept | None:
        kept = self._kept.get(question)
        return kept if kept and kept.holds(basis) else None

    def keep(self, question: Question, content: bytes, basis: Basis, follows: Follows) -> Kept:
        """Keep an answer that was made after its basis was found, unless it follows from more or is too large."""
        kept = Kept(content, tag(content), basis, follows, len(content) + question.size + _OVERHEAD)
        if follows is Follows.ANYTHING:
            self._asked[hash(question)] = True
        elif kept.size <= self._largest:
            self._kept[question] = kept
        return kept

    def _passes(self, question: Question) -> bool:
        """Whether nothing is looked for: the question is new, or its answers are not kept."""
        if not self._largest:
            return True
        passes = self._asked.get(hash(question), True)
        self._asked.setdefault(hash(question), False)
        return passes
