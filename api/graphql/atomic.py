"""The writes of a document in one transaction: all of them, or none.

A directive says so, for it belongs to the document, as what the document means does: it is seen in the schema, checked
with it, stored with persisted documents, and every client sends it. An argument could not speak for several fields.
"""

from collections.abc import Awaitable, Callable, Mapping

from graphql import DirectiveLocation, GraphQLDirective, OperationDefinitionNode

from graph.errors import Conflict, ProposedAnew
from graph.store import Store, Transaction
from graph.writing.write import TIMEOUT

ATOMIC = GraphQLDirective(
    "atomic",
    [DirectiveLocation.MUTATION],
    description="All writes of the document, in one transaction, or none. / Všechny zápisy dokumentu, nebo žádný.",
)

Write = Callable[[Store], Awaitable[object]]
"""Does one write in a store, and returns its answer."""


class _Failed(Exception):
    """Rolls everything back where one of the writes cannot be done."""

    def __init__(self, name: str, error: Exception) -> None:
        self.name = name
        self.error = error


def is_atomic(operation: OperationDefinitionNode) -> bool:
    """Whether the writes of a mutation are all done or none."""
    return any(directive.name.value == ATOMIC.name for directive in operation.directives or ())


async def at_once(store: Store, writes: Mapping[str, Write], stops: tuple[type[Exception], ...]) -> dict[str, object]:
    """The answers of all writes by their names; or, where one of them cannot be done, why each was not.

    ``stops`` are the errors by which one cannot be done. Raises all others.
    """

    async def work(transaction: Transaction) -> dict[str, object]:
        joined, done = store.within(transaction), dict[str, object]()
        for name, write in writes.items():
            try:
                done[name] = await write(joined)
            except stops as error:
                raise _Failed(name, error.taken_back() if isinstance(error, ProposedAnew) else error) from error
        return done

    try:
        return await store.write(work, "atomic", timeout=TIMEOUT)
    except _Failed as failed:
        message = f"nothing was written: {failed.name} could not be, and the document is @atomic"
        return {name: failed.error if name == failed.name else Conflict(message) for name in writes}
