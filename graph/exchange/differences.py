"""Where an import says something else than what a person corrected: the correction stays, and the difference is noted."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import orjson

from graph.questions.named import WRITES
from graph.records import Properties, Subject
from graph.said import CORRECTED, SOURCES, by_people_alone, listed, of_people, stated
from graph.store import Transaction

MOST = 1000
"""How many differences one import notes; the rest is only counted."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A property that a person says (``here``) otherwise than a source (``there``)."""

    place: str
    subject: Subject
    property: str
    here: object
    there: object
    source: str

    def key(self) -> str:
        """What finds it in the database."""
        return _key(self.subject, self.property, self.source)

    def data(self) -> dict[str, object]:
        """What the database keeps of it."""
        subject = self.subject.data()
        return {
            "key": self.key(),
            "subject": orjson.dumps(subject).decode(),
            "about": [*self.subject.touches],
            "link": subject.get("link"),
            "parallel": subject.get("id", "") if "link" in subject else "",
            "property": self.property,
            "source": self.source,
            "there": orjson.dumps(self.there).decode(),
        }


def _key(subject: Subject, name: str, source: str) -> str:
    return sha256("\n".join((*subject.data().values(), name, source)).encode()).hexdigest()[:16]


def apart(
    changes: Mapping[str, object], old: Properties, subject: Subject, place: str, sources: Sequence[str]
) -> tuple[dict[str, object], list[Difference], list[str]]:
    """The changes that may be made, the differences that stay, and the keys of those that there are none of any more.

    ``sources`` are those of the row.
    """
    corrected = of_people(old)
    if not corrected:
        return dict(changes), [], []
    stay = changes.keys() & set(corrected)
    made = {name: value for name, value in changes.items() if name not in stay}
    if "name" in stay:
        made.pop("sortKey", None)
    if by_people_alone(old) and SOURCES in made:
        made[CORRECTED] = stated(old)
    source = "".join([*listed(old, SOURCES), *sources][-1:])
    found = [Difference(place, subject, name, old.get(name), changes[name], source) for name in sorted(stay)]
    return made, found, [_key(subject, name, source) for name in set(corrected) - stay]


async def keep(transaction: Transaction, found: Sequence[Difference], ended: Collection[str], at: str) -> int:
    """Note differences as work items, and forget those of the keys ``ended``; how many are new, say something new, or end."""
    noted = 0
    if found:
        rows = [each.data() for each in found]
        [[noted]] = await transaction.run(WRITES["keep_mismatches"].text, {"rows": rows, "at": at})
    if keys := sorted({*ended} - {each.key() for each in found}):
        [[gone]] = await transaction.run(WRITES["end_mismatches"].text, {"keys": keys})
        noted += gone
    return int(noted)


@dataclass(frozen=True, slots=True)
class Deleted:
    """What a source says and people deleted by the change of a number; it stays deleted until that is undone."""

    place: str
    subject: Subject
    sequence: int


def open_ones(found: Iterable[Difference], deleted: Iterable[Deleted] = ()) -> list[dict[str, object]]:
    """Differences as a report shows them; what is deleted here has no property, but the change that deleted it."""
    return [
        *({"place": d.place, **d.subject.data(), "deletedBy": d.sequence} for d in deleted),
        *(
            {"place": d.place, **d.subject.data(), "property": d.property, "here": d.here, "there": d.there}
            for d in found
        ),
    ]
