"""Which changes a writer may apply directly; the others become proposals.

A contributor owns the library that they are tied to and the activities that it ran before; and, within one batch, the
elements that the batch creates. What is said of an element that is not their own takes the word of somebody else.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from graph.access import Viewer, decides
from graph.model import Concerns, ConnectionType
from graph.records import PROPOSED, REJECTED, Action, ElementSubject, Properties, Record
from graph.said import CONFIRMATION, CORRECTED

OWNING = "RUNS"
"""The connection by which a library owns an activity."""


def may_undo(viewer: Viewer, records: Iterable[Record], own: AbstractSet[str]) -> bool:
    """Whether a writer may undo something, which does these changes, without a reviewer."""
    records = list(records)
    created = {r.subject.id for r in records if r.action is Action.CREATED and isinstance(r.subject, ElementSubject)}
    return decides(viewer) or all(_is_own(record, own | created) for record in records)


def _is_own(record: Record, own: AbstractSet[str]) -> bool:
    subject = record.subject
    if isinstance(subject, ElementSubject):
        return subject.id in own
    return _holds(subject.type, subject.start, subject.end, own)


def _holds(type_: str, start: str, end: str, own: AbstractSet[str]) -> bool:
    """Whether a connection is somebody's to change: it takes one of its ends; the owning one takes the activity."""
    return end in own or (start in own and type_ != OWNING)


@dataclass(frozen=True, slots=True)
class Said:
    """What a contributor has made of a connection: its properties before and now, None where it does not exist."""

    type: ConnectionType
    start: str
    end: str
    before: Properties | None
    now: Properties | None

    @property
    def changed(self) -> set[str]:
        """The properties that differ, but for whose word is missing and what a person corrected, which follow from the others."""
        before, now = self.before or {}, self.now or {}
        return {name for name in {*before, *now} - {"awaits", CORRECTED} if before.get(name) != now.get(name)}

    def missing(self, own: AbstractSet[str]) -> str | None:
        """The end of which it says something and that is not the contributor's own."""
        told = (self.start, self.end) if self.type.concerns is Concerns.BOTH else (self.start,)
        return next((id_ for id_ in told if id_ not in own), None)

    def gives_word(self, own: AbstractSet[str]) -> bool:
        """Whether it answers what waits for the contributor, and does nothing else."""
        awaited = (self.before or {}).get("awaits") in own
        return awaited and (self.now is None or self.changed == {"status"})

    def confirms(self) -> bool:
        """Whether it says no more than that something is still true."""
        return bool(self.changed) and self.now is not None and self.changed <= set(CONFIRMATION)

    def tells_of(self, own: AbstractSet[str]) -> bool:
        """Whether it says something of what is the contributor's own."""
        told = (self.start, self.end) if self.type.concerns is Concerns.BOTH else (self.start,)
        return not own.isdisjoint(told)

    def refuses(self) -> bool:
        """Whether it says no more than that something is not so."""
        return self.changed == {"status"} and (self.now or {}).get("status") == REJECTED


def may_say(said: Said, own: AbstractSet[str]) -> bool:
    """Whether a contributor may do this to a connection without a reviewer, be it as ``proposed``.

    What is confirmed by both sides is not changed by one, and nobody gives the word of another. That something is still
    true each may say of what is their own, for it makes nothing true.
    """
    if said.gives_word(own):
        return True
    if said.confirms():
        return said.tells_of(own)
    if not _holds(said.type.type, said.start, said.end, own):
        return False
    if said.before is None or said.now is None or said.missing(own) is None or said.refuses():
        return True
    return said.before.get("status") == PROPOSED and said.changed != {"status"}


def settled(said: Said, own: AbstractSet[str]) -> Properties | None:
    """The properties that such a connection gets: those given, or as ``proposed`` where somebody's word is missing."""
    if said.now is None:
        return None
    missing = said.missing(own)
    if missing is None or said.gives_word(own) or said.refuses() or said.confirms():
        return said.now
    return {**said.now, "status": PROPOSED, "awaits": missing}
