"""What a writer may do at once, and what becomes a proposal."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from graph.access import Viewer, decides
from graph.records import Action, ElementSubject, Record

OWNING = "RUNS"
"""The connection by which a library owns an activity."""


def direct(viewer: Viewer, records: Iterable[Record], own: AbstractSet[str]) -> bool:
    """Whether a writer may do all of this at once; otherwise it becomes a proposal.

    A contributor owns ``own``: the library they are tied to and the activities that it ran before; within one batch also
    the elements that it creates. A connection needs one end among these; one that makes owner needs the activity.
    """
    if decides(viewer):
        return True
    records = list(records)
    created = {r.subject.id for r in records if r.action is Action.CREATED and isinstance(r.subject, ElementSubject)}
    return all(_free(record, own, created) for record in records)


def _free(record: Record, own: AbstractSet[str], created: AbstractSet[str | None]) -> bool:
    subject = record.subject
    if isinstance(subject, ElementSubject):
        return subject.id in own or subject.id in created
    ends = (subject.end,) if subject.type == OWNING else (subject.start, subject.end)
    return any(end in own or end in created for end in ends)
