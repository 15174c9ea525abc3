"""Entries of the log as the GraphQL type ``Change`` has them, and pages of these."""

from datetime import datetime

import orjson

from graph.access import Viewer
from graph.contract.cursors import context, decode, page
from graph.errors import BadInput
from graph.log import changes
from graph.log.changes import Entry, Position
from graph.model import Kind, Property
from graph.records import ElementSubject, Properties, Subject, SubjectData
from graph.schema import SCHEMA

_LIST = context("changes")

_OF_ELEMENTS = {element.label: SCHEMA.properties_of(element) for element in SCHEMA.elements}
_OF_CONNECTIONS = {each.type: SCHEMA.properties_of_connection(each) for each in SCHEMA.connections}
_DECLARED = {
    type_: {declared.name: declared for declared in properties}
    for type_, properties in (_OF_ELEMENTS | _OF_CONNECTIONS).items()
}
"""The properties of each type of an element or a connection, by name."""


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
        "before": _fields(subject, entry.before) or None,
        "after": _fields(subject, entry.after) or None,
        "version": entry.version,
        "place": entry.place,
    }


def _fields(subject: Subject, properties: Properties) -> dict[str, object]:
    """Properties as the fields of an element or a connection show them; they are no type, for any of these may be here."""
    declared = _DECLARED.get(subject.type, {})
    return {name: _field(declared.get(name), value) for name, value in properties.items()}


def _field(declared: Property | None, value: object) -> object:
    if declared is None or not isinstance(value, str):
        return value
    if declared.choices:
        return value.upper()
    if declared.kind is Kind.DATETIME:
        seconds, point, rest = datetime.fromisoformat(value).isoformat().replace("+00:00", "Z").partition(".")
        return f"{seconds}.{rest[:6].rstrip('0')}{rest[6:]}" if point else seconds
    return orjson.loads(value) if declared.kind is Kind.JSON else value


def shown(subject: SubjectData) -> dict[str, str]:
    """A subject as the fields of ``ChangeSubject``, none of which is ``id``: clients would take it for an element."""
    own = "elementId" if "label" in subject else "parallel"
    return {own if name == "id" else name: value for name, value in subject.items()}


def connection(found: changes.Page, viewer: Viewer, *, begun: bool) -> dict[str, object]:
    """A page of entries as a connection in Relay's sense; ``begun`` says that the client gave a cursor."""
    edges = [{"node": row(entry, viewer)} for entry in found.entries]
    cursors = [cursor(entry.position) for entry in found.entries]
    return page(edges, cursors, more=found.more, earlier=begun, end=cursor(found.end))
