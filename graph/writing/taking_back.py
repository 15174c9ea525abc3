"""Taking back what a source says, as a batch that can be undone like any other."""

from collections.abc import Sequence

from graph.access import Viewer
from graph.model import Schema
from graph.records import ConnectionSubject, ElementSubject, Subject
from graph.store import Transaction
from graph.writing.batch import Batch


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
