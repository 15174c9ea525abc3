"""Taking back what a source says, and settling where a source and a person differ; both are undone like any write."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph import access, said
from graph.access import Author, Viewer
from graph.errors import NotFound, WriteRefused
from graph.log.changes import Log
from graph.model import Schema
from graph.questions.named import WRITES
from graph.records import Action, ConnectionSubject, ElementSubject, Subject
from graph.store import Store, Transaction
from graph.writing.batch import Batch
from graph.writing.commands import Delete

TIMEOUT = 600.0
"""Seconds that taking back may take: a source can be a large import."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The number of the change, None of a dry run; how many elements and connections went, and how many stay."""

    sequence: int | None
    deleted: int
    kept: int


async def taken_back(
    transaction: Transaction, schema: Schema, viewer: Viewer, source: str, subjects: Sequence[Subject]
) -> Batch:
    """A batch after which a source says nothing of some elements and connections; not written yet."""
    batch = Batch(schema, viewer)
    elements = [subject.id for subject in subjects if isinstance(subject, ElementSubject)]
    pairs = [(s.type, s.start, s.end) for s in subjects if isinstance(s, ConnectionSubject)]
    await batch.load(transaction, (id_ for subject in subjects for id_ in subject.touches), pairs, elements)
    batch.take_back(source, subjects)
    return batch


async def closed(
    transaction: Transaction, schema: Schema, viewer: Viewer, source: str, gone: Sequence[Subject]
) -> Batch:
    """A batch after which libraries that a register does not have any more are closed, and what it says else is taken back."""
    ids = {subject.id for subject in gone if isinstance(subject, ElementSubject)}
    links = [s for s in gone if isinstance(s, ConnectionSubject) and ids.isdisjoint(s.touches)]
    batch = await taken_back(transaction, schema, viewer, source, links)
    await batch.load(transaction, ids, ())
    for id_ in sorted(ids):
        batch.close(id_)
    return batch


async def withdraw_source(
    store: Store, schema: Schema, source: str, author: Author, *, dry_run: bool = False
) -> TakenBack:
    """Take back all that a source says: what rests on it alone goes, what others say too or a person corrected stays.

    Raises
    ------
    NotFound
        Nothing names such a source.
    Forbidden
        The author is no reviewer.
    """
    access.require_reviewer(author.viewer)
    author = replace(author, reason="withdrawal")

    async def work(transaction: Transaction) -> TakenBack:
        log = await Log.open(transaction)
        subjects = await _said_by(transaction, schema, source)
        [[known]] = await transaction.run(WRITES["labels_of_elements"].text, {"ids": [source]})
        itself = any(said.LABEL in labels for _, labels in known)
        if not subjects and not itself:
            raise NotFound(f"there is no source {source!r}", place="source")
        batch = await taken_back(transaction, schema, author.viewer, source, subjects)
        if itself:
            await batch.apply(transaction, [Delete(source)])
        records = batch.records()
        deleted = sum(record.action is Action.DELETED for record in records)
        if dry_run:
            return TakenBack(None, deleted, len(records) - deleted)
        await batch.flush(transaction, log.at, log.sequence, records)
        sequence = await log.close(author, (record.data() for record in records))
        return TakenBack(sequence, deleted, len(records) - deleted)

    return await store.write(work, "withdraw_source", timeout=TIMEOUT)


async def _said_by(transaction: Transaction, schema: Schema, source: str) -> list[Subject]:
    types = {frozenset(schema.labels_of(element)): element.label for element in schema.elements}
    [[elements, connections]] = await transaction.run(WRITES["said_by"].text, {"source": source})
    named = ((id_, types.get(frozenset(labels))) for id_, labels in elements)
    return [
        *(ElementSubject(label, id_) for id_, label in named if label),
        *(ConnectionSubject(*each) for each in connections),
    ]


async def accept(
    store: Store, schema: Schema, subject: Subject, name: str, value: object, author: Author
) -> int | None:
    """Give a property the value that a source says, which imports may change again; the number of the change.

    None where it has this value already.

    Raises NotFound where the element or connection is gone, WriteRefused where the value does not fit any more.
    """
    access.require_reviewer(author.viewer)

    async def work(transaction: Transaction) -> int | None:
        log = await Log.open(transaction)
        batch = Batch(schema, author.viewer)
        links = [(subject.type, *subject.touches)] if isinstance(subject, ConnectionSubject) else []
        await batch.load(transaction, subject.touches, [(type_, start, end) for type_, start, end in links])
        if not batch.accept(subject, name, value):
            raise NotFound(f"{subject.text} is gone", place="id")
        await batch.validate(transaction)
        if batch.problems:
            raise WriteRefused(batch.problems)
        records = batch.records()
        if not records:
            return None
        await batch.flush(transaction, log.at, log.sequence, records)
        return await log.close(author, (record.data() for record in records))

    return await store.write(work, "accept", timeout=TIMEOUT)
