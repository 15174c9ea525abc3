"""Keeps a twin: fills it, and copies what changes. One process at a time does, which the twin itself tells."""

import asyncio
import time
from collections.abc import Callable
from typing import NamedTuple

from graph.analysts.copying import REPLACED, Copy, SourceAway
from graph.errors import AnalystsUnavailable
from graph.log.changes import Position
from graph.questions.named import ANALYSTS
from graph.store import Parameters, Store, Transaction, Values

INTERVAL = 0.3
"""Seconds between two looks for changes, and whether the twin is well."""

HUNG = 10.0
"""Seconds without an answer after which it is taken to hang."""

LEASE = 10
"""Seconds after which another process keeps the twin, where one has died."""

FILLING = 600
"""Seconds after which another process begins to fill it anew, where one has died while it did."""

RENEWAL = 3.0
"""Seconds after which a process renews its claim."""

BEHIND = 60.0
"""Seconds without being able to follow after which it is not shown any more."""

TIMEOUT = 10.0
"""Seconds that this may take."""


class Filled(NamedTuple):
    """How far in which log a twin is a copy, and what stands for all that was written to it by then."""

    position: Position
    written: frozenset[str]
    log: str


class Keeper:
    """Keeps one twin, or waits until the process that keeps it does not any more. ``show`` is told whether it is filled.
    ``keeps`` says whether this process does.

    ``owner`` is the process, ``account`` are name and password of the account for tools. ``filled`` is how an earlier
    keeper left the twin, and how this one does: where nobody has written since, it goes on from there.
    """

    def __init__(
        self,
        source: Store,
        twin: Store,
        owner: str,
        account: Parameters,
        show: Callable[[bool], None],
        filled: Filled | None = None,
    ) -> None:
        self._twin = twin
        self._copy = Copy(source, twin)
        self._account = account
        self._show = show
        self._owner = owner
        self._renewed = 0.0
        self.keeps = False
        self.filled = filled

    async def run(self) -> None:
        """Go on until the twin fails.

        Raises
        ------
        AnalystsUnavailable
            Somebody else has written to it; or it is no twin, but a database that holds something.
        DatabaseUnavailable, DatabaseTimeout
            It does not answer.
        """
        if self.filled and await self._twin.bookmark(HUNG) != self.filled.written:
            self.filled = None
        while True:
            if await self._claimed():
                await self._kept()
            await asyncio.sleep(INTERVAL)

    async def _claimed(self) -> bool:
        """Whether this process keeps it from now on; if not, it is shown as soon as it is filled."""
        [[foreign, held, ready]] = await self._twin.read(
            ANALYSTS["state"].text, {"owner": self._owner}, name="analysts"
        )
        if foreign:
            raise AnalystsUnavailable(
                f"The database of SPOJENCI_ANALYSTS_URI ({self._twin.uri}) holds something. Name an empty one: what it "
                "holds is deleted."
            )
        self._show(held and ready)
        return not held and await self._claim(FILLING)

    async def _claim(self, seconds: int) -> bool:
        self._renewed = time.monotonic()
        return bool(await self._do("claim", {"owner": self._owner, "seconds": seconds}))

    async def _kept(self) -> None:
        self.keeps = True
        try:
            log = self.filled.log if self.filled else await self._copy.log()
            position = self.filled.position if self.filled else await self._fill()
            await self._claim(LEASE)
            await self._twin.command(ANALYSTS["user"].text, self._account)
            self.filled = await self._as_it_is(position, log)
            self._show(True)
            await self._follow(self.filled)
        finally:
            self.keeps = False
            self._show(False)

    async def _fill(self) -> Position:
        """Make it a copy, whatever it was; the position in the log that it is a copy of."""
        await self._do("ready", {"ready": False})
        await self._twin.command(ANALYSTS["clear"].text)
        position = await self._copy.fill()
        await self._copy.measure()
        await self._do("ready", {"ready": True})
        return position

    async def _as_it_is(self, position: Position, log: str) -> Filled:
        return Filled(position, await self._twin.bookmark(HUNG), log)

    async def _follow(self, filled: Filled) -> None:
        """Copy what changes, as long as this process has the claim."""
        followed = time.monotonic()
        while True:
            await self._check(filled)
            position, due = filled.position, time.monotonic() - self._renewed > RENEWAL
            try:
                position = await self._copy.follow(position)
                if due:
                    await self._require_log(filled.log)
                    await self._copy.measure()
                followed = time.monotonic()
            except SourceAway as error:  # the changes come later
                if time.monotonic() - followed > BEHIND:
                    raise AnalystsUnavailable(
                        f"The analysts' database cannot be kept up to date: {error.message}"
                    ) from error
            if due and not await self._claim(LEASE):
                self.filled = None
                return
            if due or position != filled.position:
                self.filled = filled = await self._as_it_is(position, filled.log)
            else:
                await asyncio.sleep(INTERVAL)

    async def _require_log(self, log: str) -> None:
        """Make sure that what is followed is still the log of the database that was copied."""
        if log and await self._copy.log() != log:
            raise AnalystsUnavailable(REPLACED)

    async def _check(self, filled: Filled) -> None:
        """Make sure that it answers, and that nobody else has written."""
        if await self._twin.bookmark(HUNG) != filled.written:
            self.filled = None
            raise AnalystsUnavailable("Somebody has written to the analysts' database. It is being made anew.")

    async def _do(self, name: str, values: dict[str, object]) -> list[Values]:
        async def work(transaction: Transaction) -> list[Values]:
            return await transaction.run(ANALYSTS[name].text, values)

        return await self._twin.write(work, "analysts", timeout=TIMEOUT)
