"""What people deleted although sources say it: an import leaves it so, whatever these sources say again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

import orjson

from graph import said
from graph.log import changes
from graph.log.stored import StoredChange
from graph.model import Schema
from graph.questions.named import WRITES
from graph.records import Action, ConnectionSubject, Properties, Record, Subject
from graph.store import Transaction
from graph.writing.merged import merged

_OF_SOURCES = frozenset({"import", "seed", "withdrawal"})
"""Reasons of changes by which it is not people but sources that do not say something any more."""


@dataclass
class Removed:
    """What people deleted: by its key the sources that said it, and the number of the change."""

    schema: Schema
    known: dict[str, tuple[frozenset[str], int]] = field(default_factory=dict)

    @classmethod
    async def read(cls, transaction: Transaction, schema: Schema) -> Self:
        """All of it."""
        [[rows]] = await transaction.run(WRITES["every_removed"].text)
        return cls(schema, {key: (frozenset(sources), sequence) for key, sources, sequence in rows})

    def by(self, subject: Subject, row: Properties) -> int | None:
        """The change by which people deleted what one of the sources of a row said; None where they did not."""
        return self._by(_key(self.schema, subject), row) if self.known else None

    def element_by(self, id_: str, row: Properties) -> int | None:
        """The same of the element with an id, whatever its type was, to which a row leads."""
        return self._by(_element_key(id_), row)

    def _by(self, key: str, row: Properties) -> int | None:
        sources, sequence = self.known.get(key, (frozenset(), 0))
        return None if sources.isdisjoint(said.listed(row, said.SOURCES)) else sequence


async def remember(transaction: Transaction, schema: Schema, records: Iterable[Record], sequence: int) -> None:
    """Keep what the records of a change of people delete of what sources say, but for what goes with its ends.

    What was merged into a deleted element is deleted with it.
    """
    deleted = [each for each in records if each.action is Action.DELETED]
    gone = {each.subject.touches[0] for each in deleted if not isinstance(each.subject, ConnectionSubject)}
    said_before = [
        (_key(schema, each.subject), each.before)
        for each in deleted
        if not (isinstance(each.subject, ConnectionSubject) and gone.intersection(each.subject.touches))
    ]
    if gone:
        [[merged_into]] = await transaction.run(WRITES["merged"].text, {"ids": [], "now": sorted(gone)})
        said_before += [(_element_key(row["id"]), merged(row).properties) for row in merged_into]
    rows = [
        {"key": key, "sources": sources, "sequence": sequence}
        for key, before in said_before
        if (sources := [one for one in said.listed(before, said.SOURCES) if not said.is_person(one)])
    ]
    if rows:
        await transaction.run(WRITES["remember_removed"].text, {"rows": rows})


async def settle(
    transaction: Transaction, schema: Schema, undone: StoredChange, records: Sequence[Record], sequence: int
) -> None:
    """Keep or forget what people deleted, after the records of the undoing of a change."""
    is_done_again = False
    while undone["reason"] == "undo" and (refers := undone.get("refers")) is not None:
        if (found := await changes.one(transaction, refers)) is None:
            return
        undone, is_done_again = found[0], not is_done_again
    if undone["reason"] in _OF_SOURCES or "merges" in undone:
        return
    if is_done_again:
        await remember(transaction, schema, records, sequence)
    elif keys := [_key(schema, each.subject) for each in records if each.action is Action.CREATED]:
        back = [each.subject.touches[0] for each in records if not isinstance(each.subject, ConnectionSubject)]
        [[merged_into]] = await transaction.run(WRITES["merged"].text, {"ids": [], "now": back})
        keys += [_element_key(row["id"]) for row in merged_into]
        await transaction.run(WRITES["forget_removed"].text, {"keys": keys})


def _key(schema: Schema, subject: Subject) -> str:
    """What tells it in the database from all other elements and connections, whatever type an element has by then."""
    if not isinstance(subject, ConnectionSubject):
        return _element_key(subject.id)
    type_ = schema.by_type.get(subject.type)
    ends = sorted(subject.touches) if type_ and type_.mutual else subject.touches
    return orjson.dumps([subject.type, *ends, subject.parallel]).decode()


def _element_key(id_: str) -> str:
    return orjson.dumps([id_]).decode()
