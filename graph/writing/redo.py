"""Doing a change of the log again, on a graph as it was before."""

from collections.abc import Iterable, Iterator, Sequence

from graph.access import OPERATOR
from graph.model import Schema
from graph.records import Action, ConnectionSubject, ElementSubject, Record, Subject
from graph.store import Transaction
from graph.values.collation import sort_key
from graph.writing.batch import Batch
from graph.writing.states import ConnectionState, ElementState

MOST = 5000
"""Records that are done at once: an import can have any number, and may touch the same element several times."""


async def redo(
    transaction: Transaction, schema: Schema, records: Iterable[Record], at: str, sequence: int
) -> list[Subject]:
    """Do the records of a change again, in their order; what they do not fit is left out, and told."""
    unfit: list[Subject] = []
    for some in _apart(records):
        batch = _Redoing(schema, OPERATOR)
        links = [r.subject for r in some if isinstance(r.subject, ConnectionSubject)]
        pairs = ((link.type, link.start, link.end) for link in links)
        await batch.load(transaction, (id_ for r in some for id_ in r.subject.touches), pairs)
        unfit += [record.subject for record in some if not batch.redo(record)]
        await batch.flush(transaction, at, sequence, batch.records())
    return unfit


def _apart(records: Iterable[Record]) -> Iterator[Sequence[Record]]:
    """Records in groups in which none is about what another one is about."""
    some: list[Record] = []
    subjects: set[Subject] = set()
    for each in records:
        if each.subject in subjects or len(some) == MOST:
            yield some
            some, subjects = [], set()
        some.append(each)
        subjects.add(each.subject)
    yield some


class _Redoing(Batch):
    """A batch that does what records tell, whoever may see it."""

    def redo(self, record: Record) -> bool:
        """Do one record again; whether it fits what is there."""
        if isinstance(record.subject, ElementSubject):
            return self._redo_element(record, record.subject)
        return self._redo_connection(record, record.subject)

    def _redo_element(self, record: Record, subject: ElementSubject) -> bool:
        element, type_ = self._elements.get(subject.id), self._schema.by_label.get(subject.label)
        after = {name: value for name, value in record.after.items() if name != "label"}
        if type_ is None or (element is None) is not (record.action is Action.CREATED):
            return False
        if element is None:
            own = {"id": subject.id, "version": record.version or 1}
            now = {**after, **own, "sortKey": sort_key(str(after.get("name")), subject.id)}
            self._elements[subject.id] = ElementState(type_, subject.id, None, now)
        elif record.action is Action.DELETED:
            element.now = None
        else:
            if element.type is not type_:
                self.retype(element, type_)
            self._set(element, after, ())
        return True

    def _redo_connection(self, record: Record, subject: ConnectionSubject) -> bool:
        type_ = self._schema.by_type.get(subject.type)
        if type_ is None:
            return False
        known = self._connections.get(self._key(type_, subject.start, subject.end, subject.parallel))
        if (known is None) is not (record.action is Action.CREATED):
            return False
        if known is None:
            if not self._elements.keys() >= {*subject.touches}:
                return False
            own = {"parallel": subject.parallel} if subject.parallel is not None else {}
            now = {**record.after, **own}
            self._add(ConnectionState(type_, subject.start, subject.end, subject.parallel, None, now))
        elif record.action is Action.DELETED:
            known.now = None
        else:
            known.now = {n: v for n, v in {**(known.now or {}), **record.after}.items() if v is not None}
        return True
