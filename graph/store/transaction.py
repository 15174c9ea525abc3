"""An open transaction, and the statements that are sent."""

import os
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, nullcontext
from textwrap import shorten

from neo4j import AsyncResult, AsyncTransaction, Query
from opentelemetry.trace import SpanKind, get_current_span, get_tracer

from graph.store.values import Parameters, Values
from graph.trail import trail

_tracer = get_tracer("spojenci")

LONGEST = 200
"""Letters of a slow statement that are logged."""


class Transaction:
    """An open transaction; see :meth:`Store.transaction`."""

    def __init__(self, transaction: AsyncTransaction) -> None:
        self._transaction = transaction

    async def run(self, text: str, parameters: Parameters = {}) -> list[Values]:
        """Run one statement and return its rows as lists of values."""
        return [record.values() async for record in await self._run(text, parameters)]

    async def stream(self, text: str, parameters: Parameters = {}) -> AsyncIterator[Values]:
        """Run one statement and give its rows as they come, some hundreds of which wait at most."""
        async for record in await self._run(text, parameters):
            yield record.values()

    async def send(self, text: str, parameters: Parameters = {}) -> None:
        """Send one statement whose rows are not needed, and do not wait for its end.

        Its errors are raised by the next statement or the commit. A statement without RETURN is waited for all the
        same: Neo4j runs it before it acknowledges it.
        """
        await self._run(text, parameters)

    async def _run(self, text: str, parameters: Parameters) -> AsyncResult:
        lists = {name: [*value] for name, value in parameters.items() if isinstance(value, list)}
        trail().statements += 1
        result = await self._transaction.run(text, {**parameters, **lists})
        # The driver keeps the parameters of every statement until the transaction ends: of an import, the whole file.
        for sent in lists.values():
            sent.clear()
        return result


def span(name: str) -> AbstractContextManager[object]:
    """The span of a statement, where it is run for a request that has one."""
    if not get_current_span().is_recording():
        return nullcontext()
    return _tracer.start_as_current_span(f"neo4j {name}", kind=SpanKind.CLIENT)


def shape(text: str) -> str:
    """How a statement begins, as the log shows it: without its comments, in one line; values are parameters, and never in it."""
    told = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    return shorten(told, LONGEST, placeholder=" …")


def metadata_of(name: str) -> dict[str, str | int]:
    """What Neo4j's list of transactions tells of a statement."""
    return {"app": "spojenci", "name": name, "pid": os.getpid()}


def bounded_query(text: str, name: str, timeout: float) -> Query:
    """A statement with its name and the seconds that it may take."""
    return Query(text, metadata=metadata_of(name), timeout=timeout)
