"""Entries of the log as the GraphQL type ``Change`` has them, and pages of these."""

from graph.access import Viewer
from graph.cursors import context, decode, page
from graph.errors import BadInput
from graph.log import changes
from graph.log.changes import Entry, Position
from graph.records import ElementSubject, SubjectData

_LIST = context("changes")


def position(cursor: str | None, place: str) -> Position | None:
    """The position in the log that a cursor encodes. Raises BadInput for what is no cursor of the log."""
    if cursor is None:
        return None
    match decode(cursor, _LIST, place):
        case [int(sequence), int(number)]:
            return Position(sequence, number)
    raise BadInput("this is not a cursor of the log", place=place)


def cursor(place: Position) -> list[object]:
    """The values that the cursor of a position encodes."""
    return [_LIST, *place]


def row(entry: Entry, viewer: Viewer) -> dict[str, object]:
    """An entry as the fields of ``Change``. Who made a change is for viewers with a role only."""
    change, subject = entry.change, entry.subject
    named = viewer.role is not None
    known = {name: getattr(change, name) for name in ("sequence", "at", "role", "door", "reason")}
    author = {"by": change.by if named else None, "note": change.note if named else None}
    element = subject.id if isinstance(subject, ElementSubject) else None
    status = change.status.upper()
    rest = {"id": f"{change.sequence}.{entry.number}", "number": entry.number, "status": status}
    return {
        **known,
        **author,
        **rest,
        "refers": change.refers,
        "action": entry.action,
        "subject": shown(subject.data()),
        "element": element,
        "before": dict(entry.before) or None,
        "after": dict(entry.after) or None,
        "version": entry.version,
    }


def shown(subject: SubjectData) -> dict[str, str]:
    """A subject as the fields of ``ChangeSubject``, none of which is ``id``: clients would take it for an element."""
    own = "elementId" if "label" in subject else "parallel"
    return {own if name == "id" else name: value for name, value in subject.items()}


def connection(found: changes.Page, viewer: Viewer, *, begun: bool) -> dict[str, object]:
    """A page of entries as a connection in Relay's sense; ``begun`` says that the client gave a cursor."""
    edges = [{"node": row(entry, viewer)} for entry in found.entries]
    cursors = [cursor(entry.position) for entry in found.entries]
    return page(edges, cursors, more=found.more, earlier=begun, end=cursor(found.end))
