"""What one request pays and reads: the price before it runs, and what it took beyond that after it ended."""

import math
import time
from contextlib import suppress
from typing import Self

from starlette.requests import HTTPConnection

from api.caller.rates import Rates, caller, viewer
from api.errors import RateLimited
from graph.admission import Reader
from graph.contract import price
from graph.settings import Settings
from graph.trail import trail


class Account:
    """The account of one request, or of one event of a stream; as a context, it is settled at its end."""

    def __init__(self, rates: Rates, reader: Reader) -> None:
        self._rates = rates
        self._paid = 0
        self.reader = reader

    async def charge(self, cost: int) -> int | None:
        """Charge a cost before what it is for is done; returns what the caller may still run up. Raises RateLimited."""
        self._paid += cost
        trail().cost += cost
        return await self._rates.charge(self.reader.caller, cost)

    def lasts(self) -> None:
        """Have no end set to all that is read: it is written, or sent bit by bit, and each statement has its own."""
        self.reader.deadline = math.inf

    async def settle(self) -> None:
        """Charge what the statements took beyond what was paid; whoever has run up too much is told so next time."""
        if due := price.beyond(self.reader.seconds, self._paid):
            self._paid += due
            trail().cost += due
            with suppress(RateLimited):
                await self._rates.charge(self.reader.caller, due)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.settle()


class Accounts:
    """Opens the accounts of requests."""

    def __init__(self, rates: Rates, settings: Settings) -> None:
        self._rates = rates
        self._timeout = settings.read_timeout
        self._anonymous_timeout = min(settings.anonymous_read_timeout, settings.read_timeout)

    def of(self, request: HTTPConnection) -> Account:
        """The account of whoever asks, whose time runs from now."""
        trail().caller = caller(request)
        timeout = self._anonymous_timeout if viewer(request).role is None else self._timeout
        return Account(self._rates, Reader(caller(request), timeout, deadline=time.monotonic() + timeout))
