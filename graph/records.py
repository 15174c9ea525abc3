"""What a change did: one record for each element and connection that it touched. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Action(StrEnum):
    """What was done to an element or a connection."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    DELETED = "DELETED"


@dataclass(frozen=True, slots=True)
class ElementSubject:
    """An element, by its id; ``label`` is its type."""

    label: str
    id: str

    @property
    def touches(self) -> tuple[str, ...]:
        """The ids of the elements that it is about."""
        return (self.id,)

    def data(self) -> dict[str, Any]:
        """Its identity in the words of the canonical file."""
        return {"label": self.label, "id": self.id}


@dataclass(frozen=True, slots=True)
class ConnectionSubject:
    """A connection, by its type, its ends and its own id, if it has one."""

    type: str
    start: str
    end: str
    id: str | None = None

    @property
    def touches(self) -> tuple[str, ...]:
        """The ids of the elements that it is about."""
        return (self.start, self.end)

    def data(self) -> dict[str, Any]:
        """Its identity in the words of the canonical file."""
        head = {"link": self.type, "from": self.start, "to": self.end}
        return head | ({"id": self.id} if self.id is not None else {})


Subject = ElementSubject | ConnectionSubject


@dataclass(frozen=True, slots=True)
class Record:
    """What happened to one element or connection.

    ``before`` and ``after`` hold all properties but the id of what was deleted or created, only the changed ones of
    what was updated; null there is no value. Values are as in the canonical file, ``extra`` as its JSON text.
    ``visibility`` is the narrowest of before and after, of a connection that of its ends. ``version`` is the version of
    an element afterwards, or that of the deleted one.
    """

    action: Action
    subject: Subject
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    visibility: str = "public"
    version: int | None = None

    def data(self) -> dict[str, Any]:
        """The record as it is stored."""
        stored = {"action": self.action, **self.subject.data()}
        hidden = self.visibility if self.visibility != "public" else None
        optional = {"before": self.before, "after": self.after, "version": self.version, "visibility": hidden}
        return stored | {name: value for name, value in optional.items() if value}


def record(data: Mapping[str, Any]) -> Record:
    """A stored record."""
    subject: Subject
    if "label" in data:
        subject = ElementSubject(data["label"], data["id"])
    else:
        subject = ConnectionSubject(data["link"], data["from"], data["to"], data.get("id"))
    return Record(
        Action(data["action"]),
        subject,
        data.get("before", {}),
        data.get("after", {}),
        data.get("visibility", "public"),
        data.get("version"),
    )


def touched(stored: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The ids of the elements that stored records are about."""
    for data in stored:
        yield from (data["id"],) if "label" in data else (data["from"], data["to"])
