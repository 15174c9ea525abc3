"""Writes that can be sent again: with the same ``clientMutationId`` or ``Idempotency-Key``, the answer is the first one.

Batches of commands remember their own outcomes. Of every other write the answer is remembered in the transaction that
does it, so that both are there or neither.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from hashlib import sha256
from typing import cast

import orjson

from graph.contract.fields import Field
from graph.contract.operation import Operation, Values
from graph.errors import ProposedAnew
from graph.log.changes import Log
from graph.model import Text
from graph.operations.context import Context
from graph.operations.plain import Row, with_ids_of_elements
from graph.store import Transaction
from graph.writing import requests
from graph.writing.write import UNDO_TIMEOUT

MUTATION_ID = Field(
    "clientMutationId",
    "String",
    None,
    Text("Opakování nic nezapíše.", "Sent again with the same input, it writes nothing and answers the same."),
)
SENT = replace(MUTATION_ID, doc=Text("Jak bylo posláno.", "As it was sent."))

APART = frozenset({"issue_keeper_link", "cancel_import", "draw_in"})
"""Writes that no transaction of another one holds: a link is a secret that is told once and kept nowhere; what cancels an
import must not wait for its turn behind it; what is drawn in comes from elsewhere, and nobody else waits for that."""

_ANEW = "proposedAnew"

Run = Callable[[Context, Values], Awaitable[object]]


def repeatable(operation: Operation) -> Operation:
    """The operation, where it writes, with a ``clientMutationId`` that its answer has too."""
    if not operation.writes or operation.name in APART:
        return operation
    columns = (SENT, *(column for column in operation.columns if column.name != SENT.name))
    own = any(field.name == MUTATION_ID.name for field in operation.parameters)
    parameters = operation.parameters if own else (*operation.parameters, MUTATION_ID)
    run = cast(Run, operation.run)
    return replace(
        operation, parameters=parameters, columns=columns, run=_told(operation, run if own else _once(operation, run))
    )


def _told(operation: Operation, run: Run) -> Run:
    async def told(context: Context, values: Values) -> Row:
        row = with_ids_of_elements(operation.columns, await run(context, values))
        return row | {SENT.name: values[MUTATION_ID.name]}

    return told


def _once(operation: Operation, run: Run) -> Run:
    async def once(context: Context, values: Values) -> object:
        asked = {name: value for name, value in values.items() if name != MUTATION_ID.name}
        key = values[MUTATION_ID.name] or context.key
        if key is None:
            return await run(context, asked)
        request = requests.named(context.viewer, key)
        digest = sha256(orjson.dumps([operation.name, asked], option=orjson.OPT_SORT_KEYS)).hexdigest()

        async def work(transaction: Transaction) -> object:
            log = await Log.open(transaction)
            if (known := await requests.recalled(transaction, request, digest)) is not None:
                row = orjson.loads(known[0])
                return ProposedAnew(*row[_ANEW]) if _ANEW in row else row
            try:
                done = await run(replace(context, store=context.store.within(transaction), key=None), asked)
                row = with_ids_of_elements(operation.columns, done)
            except ProposedAnew as anew:  # what was written before it stays
                done, row = anew, {_ANEW: [anew.sequence, anew.anew]}
            await requests.remember(transaction, request, digest, orjson.dumps(row), log.at)
            return done

        done = await context.store.write(work, operation.name, timeout=UNDO_TIMEOUT)
        if isinstance(done, ProposedAnew):
            raise done
        return done

    return once
