"""Entries of the log as plain rows, the fields of ``Change``, and as pages of these."""

from typing import Any

from graph.access import Viewer
from graph.cursors import context, decode, page
from graph.log import changes
from graph.log.changes import Entry, Position
from graph.records import ElementSubject

_LIST = context("changes")


def position(cursor: str | None, place: str) -> Position | None:
    """The place in the log that a cursor of it names. Raises BadInput for any other text."""
    return None if cursor is None else Position(*decode(cursor, _LIST, place))


def cursor(place: Position) -> list[Any]:
    """What a cursor of the log holds."""
    return [_LIST, *place]


def row(entry: Entry, viewer: Viewer) -> dict[str, Any]:
    """An entry as the fields of ``Change``; who changed what is told to those alone who are known themselves."""
    change, subject = entry.change, entry.subject
    told = viewer.role is not None
    known = {name: getattr(change, name) for name in ("sequence", "at", "role", "door", "reason")}
    author = {"by": change.by if told else None, "note": change.note if told else None}
    element = subject.id if isinstance(subject, ElementSubject) else None
    status = change.status.upper()
    rest = {"id": f"{change.sequence}.{entry.number}", "number": entry.number, "status": status}
    return {
        **known,
        **author,
        **rest,
        "refers": change.refers,
        "action": entry.action,
        "subject": subject.data(),
        "element": element,
        "before": dict(entry.before) or None,
        "after": dict(entry.after) or None,
        "version": entry.version,
    }


def connection(found: changes.Page, viewer: Viewer, *, begun: bool) -> dict[str, Any]:
    """A page of entries as a connection in Relay's sense; ``begun`` says that it comes after a cursor."""
    edges = [{"node": row(entry, viewer)} for entry in found.entries]
    cursors = [cursor(entry.position) for entry in found.entries]
    return page(edges, cursors, more=found.more, earlier=begun, end=cursor(found.end))
