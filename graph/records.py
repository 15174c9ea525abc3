"""What a change did: one record for each element and connection that it touched. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict, cast

Properties = Mapping[str, object]
"""Properties by name, with values as in the canonical file."""

SubjectData = dict[str, str]
"""What identifies an element (``label``, ``id``) or a connection (``link``, ``from``, ``to``, perhaps ``id``), in the
words of the canonical file.
"""

StoredRecord = TypedDict(
    "StoredRecord",
    {
        "action": str,
        "label": str,
        "id": str,
        "link": str,
        "from": str,
        "to": str,
        "before": Properties,
        "after": Properties,
        "version": int | None,
        "visibility": str,
        "place": str,
    },
    total=False,
)
"""A record as the log stores it; what is missing is as in :class:`Record` by default."""


CONFIRMED, PROPOSED, REJECTED = "confirmed", "proposed", "rejected"
"""Statuses of a connection: it counts; it waits for somebody's word; that was refused."""


def is_confirmed(status: object) -> bool:
    """Whether a connection with this status counts; one that says none does."""
    return status in (None, CONFIRMED)


def is_proposed(status: object) -> bool:
    """Whether a connection with this status waits for somebody's word."""
    return status == PROPOSED


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
    def type(self) -> str:
        """The label: the type of any subject, of an element or a connection."""
        return self.label

    @property
    def touches(self) -> tuple[str, ...]:
        """The ids of the elements that it is about."""
        return (self.id,)

    @property
    def text(self) -> str:
        """It in a sentence."""
        return f"{self.label} {self.id}"

    def data(self) -> SubjectData:
        """What identifies it."""
        return {"label": self.label, "id": self.id}


@dataclass(frozen=True, slots=True)
class ConnectionSubject:
    """A connection, by its type, its ends and what tells it apart from parallel ones."""

    type: str
    start: str
    end: str
    parallel: str | None = None

    @property
    def touches(self) -> tuple[str, ...]:
        """The ids of the elements that it is about."""
        return (self.start, self.end)

    @property
    def text(self) -> str:
        """It in a sentence."""
        return f"{self.type} from {self.start} to {self.end}"

    def data(self) -> SubjectData:
        """What identifies it."""
        head = {"link": self.type, "from": self.start, "to": self.end}
        return head | ({"id": self.parallel} if self.parallel is not None else {})


Subject = ElementSubject | ConnectionSubject


@dataclass(frozen=True, slots=True)
class Record:
    """What happened to one element or connection.

    ``before`` and ``after`` hold all properties, but for what identifies it, of what was deleted or created, only the changed ones of
    what was updated; null there is no value. Values are as in the canonical file, ``extra`` as its JSON text.
    ``visibility`` is the narrowest of before and after, of a connection that of its ends. ``version`` is the version of
    an element afterwards, or that of the deleted one. ``place`` is where it stands in the file that an import read.
    """

    action: Action
    subject: Subject
    before: Properties
    after: Properties
    visibility: str = "public"
    version: int | None = None
    place: str | None = None

    def data(self) -> StoredRecord:
        """The record as the log stores it."""
        stored = cast(StoredRecord, {"action": self.action, **self.subject.data()})
        if self.before:
            stored["before"] = self.before
        if self.after:
            stored["after"] = self.after
        if self.version:
            stored["version"] = self.version
        if self.visibility != "public":
            stored["visibility"] = self.visibility
        if self.place:
            stored["place"] = self.place
        return stored


def record(stored: StoredRecord) -> Record:
    """The record that is stored."""
    subject: Subject
    if "label" in stored:
        subject = ElementSubject(stored["label"], stored["id"])
    else:
        subject = ConnectionSubject(stored["link"], stored["from"], stored["to"], stored.get("id"))
    return Record(
        Action(stored["action"]),
        subject,
        _as_now(stored.get("before", {})),
        _as_now(stored.get("after", {})),
        stored.get("visibility", "public"),
        stored.get("version"),
        stored.get("place"),
    )


def _as_now(properties: Properties) -> Properties:
    """Properties as they are called now: what the log holds from before the sixth migration names one source."""
    if "source" not in properties:
        return properties
    source = properties["source"]
    return {name: value for name, value in properties.items() if name != "source"} | {"sources": source and [source]}


def touched(stored: Iterable[StoredRecord]) -> Iterator[str]:
    """The ids of the elements that stored records are about."""
    for each in stored:
        yield from (each["id"],) if "label" in each else (each["from"], each["to"])
