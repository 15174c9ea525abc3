"""Which changes a writer may apply directly; the others become proposals."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from graph.access import Viewer, decides
from graph.records import Action, ElementSubject, Record

OWNING = "RUNS"
"""The connection by which a library owns an activity."""


def may_apply_directly(viewer: Viewer, records: Iterable[Record], own: AbstractSet[str]) -> bool:
    """Whether a writer may make all of these changes without a reviewer.

    A contributor owns ``own``: the library that they are tied to and the activities that it ran before; and, within one
    batch, the elements that the batch creates. A connection takes one end of these; the owning one takes the activity.
    """
    if decides(viewer):
        return True
    records = list(records)
    created = {r.subject.id for r in records if r.action is Action.CREATED and isinstance(r.subject, ElementSubject)}
    own = own | created
    return all(_is_own(record, own) for record in records)


def _is_own(record: Record, own: AbstractSet[str]) -> bool:
    subject = record.subject
    if isinstance(subject, ElementSubject):
        return subject.id in own
    ends = (subject.end,) if subject.type == OWNING else (subject.start, subject.end)
    return any(end in own for end in ends)
