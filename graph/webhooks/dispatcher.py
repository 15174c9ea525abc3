"""Delivers webhooks: one process at a time, each webhook in order, from where it was left off.

Nothing of a message is kept but where in the log it begins and ends, or the ids of new partners: each attempt is made for
what the holder of the key may see at that moment. A message that was begun keeps its id and its end, so that a receiver
may drop what it got twice.
"""

import asyncio
import logging
import secrets as randomness
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Self, TypedDict
from uuid import uuid4

from graph.access import Viewer
from graph.errors import NotFound, SpojenciError
from graph.log.changes import Position, latest
from graph.questions.named import WEBHOOKS
from graph.ranking.partners import Partners
from graph.store import Store
from graph.webhooks import messages
from graph.webhooks.hooks import KEY_ENDED, Event, holder, unpacked, write
from graph.webhooks.messages import Content
from graph.webhooks.sending import GONE, Failed, Sender

logger = logging.getLogger("spojenci")

INTERVAL = 2.0
"""Seconds between two looks whether something is to be told."""

LEASE = 120
"""Seconds after which another process delivers, where one has died."""

RENEWAL = 30
"""Seconds after which a process renews its claim."""

LONGEST = 60
"""Seconds that dealing with one webhook may take: less than what is left of a claim when that begins."""

LATER = 60
"""Seconds until one is tried again that could not be dealt with."""

AT_ONCE = 16
"""Webhooks that are told something at once."""

PAUSE = 300
"""Seconds at least between two looks for new partners of one webhook."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a message is tried: waits in seconds grow by ``factor`` up to ``longest``, the default over a day in all.

    After ``letters`` dead letters in succession a webhook is disabled.
    """

    first: float = 5
    factor: float = 4
    longest: float = 6 * 3600
    attempts: int = 11
    letters: int = 3

    def wait(self, attempts: int) -> int:
        """Seconds after so many attempts, give or take a fifth so that not all receivers are tried at once."""
        return round(
            min(self.first * self.factor ** (attempts - 1), self.longest)
            * (0.8 + 0.4 * randomness.randbelow(1000) / 1000)
        )


class _Letter(TypedDict):
    """A dead letter; see :meth:`Dispatcher._bury`."""

    id: str
    attempts: int
    sequence: int
    number: int
    endSequence: int
    endNumber: int
    ids: list[str]


class _Hook(TypedDict, total=False):
    """A webhook as Neo4j keeps it. While a message is tried, ``pending`` is its id, followed by its end."""

    id: str
    url: str
    owner: str
    event: str
    filter: str
    asker: str
    topic: str
    seen: list[str]
    sequence: int
    number: int
    attempts: int
    letters: int
    pending: str | None
    pendingSequence: int
    pendingNumber: int
    pendingIds: list[str]


@dataclass(frozen=True, slots=True)
class _Due:
    hook: _Hook
    secrets: list[str]
    viewer: Viewer | None
    letter: _Letter | None


class Dispatcher:
    """Delivers while it is entered."""

    def __init__(
        self, store: Store, partners: Partners, *, private: bool, patience: Patience = Patience(), pause: int = PAUSE
    ) -> None:
        self._store = store
        self._partners = partners
        self._sender = Sender(private=private)
        self._patience = patience
        self._pause = pause
        self._owner = uuid4().hex
        self._renewal = 0.0
        self._busy: dict[str, asyncio.Task[bool]] = {}
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._repeat())
        return self

    async def __aexit__(self, *_: object) -> None:
        tasks = [*self._busy.values(), *([self._task] if self._task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(SpojenciError):
            await write(self._store, "release", {"owner": self._owner})
        await self._sender.__aexit__()

    async def _repeat(self) -> None:
        while True:
            again = False
            try:
                again = await self.round()
            except SpojenciError:
                pass  # Neo4j is away: what is to be told is told later
            except Exception:
                logger.exception("webhooks could not be delivered; it goes on")
            if not again:
                await asyncio.sleep(INTERVAL)

    async def round(self) -> bool:
        """Begin with the webhooks that wait longest and wait until one is dealt with; whether to go on at once.

        One that takes long is left to itself: the others do not wait for it.
        """
        for due in await self._due():
            self._busy[due.hook["id"]] = asyncio.create_task(self._try(due))
        if not self._busy:
            return False
        done, _ = await asyncio.wait(self._busy.values(), timeout=INTERVAL, return_when=asyncio.FIRST_COMPLETED)
        self._busy = {id_: task for id_, task in self._busy.items() if task not in done}
        return any(task.result() for task in done)

    async def _due(self) -> list[_Due]:
        """The webhooks to begin with; none where another process is at it."""
        values = {"most": AT_ONCE - len(self._busy), "busy": list(self._busy)}
        rows = await self._store.read(WEBHOOKS["due"].text, values, name="webhooks_due")
        if not rows or not await self._claimed():
            return []
        return [_Due(hook, secrets, holder(hook["owner"], *key), letter) for hook, secrets, *key, letter in rows]

    async def _claimed(self) -> bool:
        """Whether delivery is this process's own, for longer than dealing with a webhook takes."""
        now = time.monotonic()
        if now >= self._renewal and await write(self._store, "claim", {"owner": self._owner, "seconds": LEASE}):
            self._renewal = now + RENEWAL
        return now < self._renewal

    async def _try(self, due: _Due) -> bool:
        """Deal with one webhook, whatever comes of it; whether there may be more to do for it at once."""
        try:
            async with asyncio.timeout(LONGEST):
                return await self._deal(due)
        except (SpojenciError, TimeoutError) as error:
            logger.warning("webhook %s is told later: %s", due.hook["id"], error or "it took too long")
        except Exception:
            logger.exception("a webhook could not be dealt with; it goes on with the others")
        with suppress(SpojenciError):  # it has had its turn
            await self._keep(due, {}, LATER)
        return False

    async def _deal(self, due: _Due) -> bool:
        """Deal with one webhook; whether there may be more to do for it at once."""
        if due.viewer is None:
            await self._keep(due, {"disabled": KEY_ENDED})
            return False
        if due.letter is not None:
            return await self._deliver_letter(due, due.viewer, due.letter)
        hook = due.hook
        after, until = Position(hook["sequence"], hook["number"]), None
        if hook.get("pending"):
            until = Position(hook["pendingSequence"], hook["pendingNumber"])
        try:
            content = await self._content(hook, due.viewer, after, until, hook.get("pendingIds") or [])
        except NotFound as error:
            await self._keep(due, {"disabled": error.message})
            return False
        if content.data is None:
            await self._keep(due, _passed(content), self._pause_of(hook))
            return content.more or content.end.sequence > after.sequence
        return await self._deliver(due, content, after)

    async def _content(
        self, hook: _Hook, viewer: Viewer, after: Position, until: Position | None, ids: list[str]
    ) -> Content:
        if hook["event"] == Event.CHANGES:
            return await messages.of_changes(self._store, viewer, after, until, unpacked(hook["filter"]))
        end = until or await latest(self._store)
        return await messages.of_partners(
            self._partners, viewer, end, hook["asker"], hook["topic"], hook.get("seen", []), ids
        )

    async def _deliver(self, due: _Due, content: Content, after: Position) -> bool:
        """Send what is next, begun under an id that a later attempt has too."""
        hook, id_ = due.hook, due.hook.get("pending")
        if not id_:
            id_ = f"msg_{uuid4().hex}"
            pending = {"pendingSequence": content.end.sequence, "pendingNumber": content.end.number}
            await self._keep(due, {"pending": id_, **pending, "pendingIds": list(content.ids)})
        try:
            await self._send(due, id_, content)
        except Failed as error:
            await self._failed(due, error, id_, content, after)
            return False
        seen = [*hook.get("seen", []), *content.ids]
        await self._keep(due, _passed(content) | {"letters": 0, "error": None, "seen": seen}, self._pause_of(hook))
        return True

    async def _send(self, due: _Due, id_: str, content: Content) -> None:
        event = due.hook["event"]
        body = await asyncio.to_thread(messages.body, event, content)
        await self._sender.send(due.hook["url"], id_, body, due.secrets)

    async def _failed(self, due: _Due, error: Failed, id_: str, content: Content, after: Position) -> None:
        """Have it tried later; after the last attempt it is a dead letter, and the next message is tried."""
        attempts = due.hook["attempts"] + 1
        if attempts < self._patience.attempts and error.status != GONE:
            state = {"attempts": attempts, "error": str(error)}
            await self._keep(due, state, self._patience.wait(attempts))
            return
        ends = {"endSequence": content.end.sequence, "endNumber": content.end.number, "ids": list(content.ids)}
        letter = {"sequence": after.sequence, "number": after.number, **ends, "event": due.hook["event"]}
        await self._bury(due, id_, letter | {"attempts": attempts, "error": str(error), "again": None})
        letters = due.hook["letters"] + 1
        seen = [*due.hook.get("seen", []), *content.ids]
        state = _passed(content) | {"letters": letters, "error": str(error), "seen": seen}
        await self._keep(due, state | {"disabled": self._disabled(error, letters)}, self._patience.wait(1))

    def _disabled(self, error: Failed, letters: int) -> str | None:
        """Why it is told nothing more, if that is so."""
        if error.status == GONE:
            return "the receiver says that it is gone (status 410)"
        if letters >= self._patience.letters:
            return f"{letters} messages in succession could not be delivered; the last: {error}"
        return None

    async def _deliver_letter(self, due: _Due, viewer: Viewer, letter: _Letter) -> bool:
        """Send a dead letter once more, under its id."""
        after = Position(letter["sequence"], letter["number"])
        until = Position(letter["endSequence"], letter["endNumber"])
        try:
            content = await self._content(due.hook, viewer, after, until, letter["ids"])
            if content.data is not None:
                await self._send(due, letter["id"], content)
        except (Failed, NotFound) as error:
            again = {"attempts": letter["attempts"] + 1, "error": str(error), "again": None}
            await self._bury(due, letter["id"], again)
            return False
        await write(self._store, "forget", {"id": letter["id"]})
        return True

    def _pause_of(self, hook: _Hook) -> int | None:
        return None if hook["event"] == Event.CHANGES else self._pause

    async def _bury(self, due: _Due, id_: str, letter: Mapping[str, object]) -> None:
        await write(self._store, "bury", {"id": id_, "webhook": due.hook["id"], "letter": letter})

    async def _keep(self, due: _Due, state: Mapping[str, object], wait: int | None = None) -> None:
        await write(self._store, "keep", {"id": due.hook["id"], "state": state, "wait": wait})


def _passed(content: Content) -> dict[str, object]:
    """Where a webhook stands once its message is dealt with."""
    done: dict[str, object] = {
        "pending": None,
        "pendingSequence": None,
        "pendingNumber": None,
        "pendingIds": None,
        "attempts": 0,
    }
    return done | {"sequence": content.end.sequence, "number": content.end.number, "more": content.more}
