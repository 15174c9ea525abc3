"""What is told of a map: what was wrong, cleaned or kept. What is so often is told once, with its number."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graph.errors import Problem
from graph.rows import Notice, Row
from graph.values.texts import fold

LISTED = 20
"""How many names of fields, words or lists are told."""

_TYPES = frozenset({"type", "element type", "connection type"})
"""Fields that name a type, folded."""


@dataclass(slots=True)
class _Count:
    first: str
    message: str
    number: int = 0


class Remarks:
    """Collects problems and notices while a file is read."""

    def __init__(self) -> None:
        self._told: list[Notice | Problem] = []
        self._counts: dict[str, _Count] = {}
        self._words: Counter[str] = Counter()

    def problem(self, place: str, message: str) -> None:
        """Refuse what stands at a place."""
        self._told.append(Problem(place, message))

    def notice(self, place: str, message: str) -> None:
        """Tell of something at one place."""
        self._told.append(Notice(place, message))

    def count(self, message: str, place: str, of: str = "", further: str = "") -> None:
        """Tell of something that may be so at many places: of all that are ``of`` one kind, the first.

        Where it names a word of the file, of which there may be hundreds, ``further`` is told of all but the first of them.
        """
        key = of or message
        if further and key not in self._counts:
            self._words[further] += 1
            if self._words[further] > LISTED:
                key = message = further
        self._counts.setdefault(key, _Count(place, message)).number += 1

    def take(self, others: "Remarks", name: str) -> None:
        """Tell what was told of one of several files."""
        self._told += [replace(each, place=f"{name}, {each.place}") for each in others.all()]

    def all(self) -> Iterator[Notice | Problem]:
        """Everything told, in order, what was counted at the end."""
        yield from self._told
        for count in self._counts.values():
            often = f" ({count.number}x, here first)" if count.number > 1 else ""
            yield Notice(count.first, f"{count.message}{often}")


def say_kept(rows: Iterable[Row], remarks: Remarks) -> None:
    """Tell which fields of rows the model does not know, and that some are private."""
    names: Counter[str] = Counter()
    for row in rows:
        fields = row.data.get("fields")
        names.update(iter(fields) if isinstance(fields, dict) else ())
        if "private" in row.data:
            remarks.count("private fields are kept apart, in extra.private", row.place)
    # the type has become the label, or stands as the kind
    usual = [f"{name!r:.60} ({number}x)" for name, number in names.items() if fold(name) not in _TYPES]
    if usual:
        more = f" and {len(usual) - LISTED} more" if len(usual) > LISTED else ""
        remarks.notice("file", f"fields that the model does not know are kept: {', '.join(usual[:LISTED])}{more}")
