"""Rows of a file about elements that were merged since: they tell of the one that is there now."""

from collections.abc import Mapping
from dataclasses import replace

from graph.model import ElementType
from graph.questions.named import WRITES
from graph.records import ElementSubject, Properties, Subject
from graph.said import SOURCES
from graph.schema import SCHEMA
from graph.store import Transaction
from graph.validation import Connection, Element
from graph.writing.merged import NAMES, Merged, Tie, merged

_OWN = frozenset(("id", "name", "sortKey", NAMES))
"""Properties of a merged element that tell nothing of the one that is there now."""


class OldIds:
    """The elements that were merged. What a file says of one as it was then is no news; the rest is said of the other."""

    def __init__(self, merged: Mapping[str, Merged], types: Mapping[str, ElementType]) -> None:
        self._merged = merged
        self._types = types
        self._told: set[tuple[str, ...]] = set()
        self._ties = {_key(tie): tie for each in merged.values() for tie in each.ties}
        self._names: dict[str, list[str]] = {}
        for each in merged.values():
            names = each.gave.get(NAMES)
            self._names.setdefault(each.into, []).extend(map(str, names) if isinstance(names, list) else ())

    @classmethod
    async def read(cls, transaction: Transaction, types: Mapping[frozenset[str], ElementType]) -> "OldIds":
        """All of them; ``types`` are those of the graph, by all labels of their elements."""
        [[rows]] = await transaction.run(WRITES["every_merged"].text)
        of_now = {row["now"]: type_ for row, labels in rows if (type_ := types.get(frozenset(labels)))}
        return cls({row["id"]: merged(row) for row, _ in rows}, of_now)

    def have_told(self, subject: Subject) -> bool:
        """Whether a row about what was merged has told of an element or connection that is there now."""
        if isinstance(subject, ElementSubject):
            return (subject.id,) in self._told
        return (subject.type, *sorted(subject.touches)) in self._told

    def now(self, row: Element | Connection) -> Element | Connection | None:
        """What a row says of the elements that are there; None where it tells no news."""
        if not self._merged:
            return row
        return self._element(row) if isinstance(row, Element) else self._connection(row)

    def _element(self, row: Element) -> Element | None:
        was = self._merged.get(row.id)
        if was is None:
            if row.id in self._names and isinstance(names := row.properties.get(NAMES), list):
                row.properties[NAMES] = [*dict.fromkeys([*names, *self._names[row.id]])]
            return row
        news = {n: v for n, v in row.properties.items() if n not in _OWN and v != was.properties.get(n)}
        self._told.add((was.now,))
        type_ = self._types.get(was.now, row.type)
        if type_ is not row.type:
            known = {each.name for each in SCHEMA.properties_of(type_)}
            news = {name: value for name, value in news.items() if name in known}
        if not news.keys() - {SOURCES}:
            return None
        return replace(row, id=was.now, type=type_, properties={"id": was.now, **news}, yields=True)

    def _connection(self, row: Connection) -> Connection | None:
        start, end = (self._merged[id_].now if id_ in self._merged else id_ for id_ in (row.start, row.end))
        if (start, end) == (row.start, row.end):
            return row
        self._told.add((row.type.type, *sorted((start, end))))
        ways = [(row.start, row.end), *([(row.end, row.start)] if row.type.mutual else [])]
        known = next((t for way in ways if (t := self._ties.get((row.type.type, *way, row.parallel)))), None)
        if start == end or (known and _told(row.properties, known.properties)):
            return None
        return replace(row, start=start, end=end)


def _told(said: Properties, known: Properties) -> bool:
    return all(known.get(name) == value for name, value in said.items() if name not in ("parallel", SOURCES))


def _key(tie: Tie) -> tuple[str, str, str, str | None]:
    return tie.type, tie.start, tie.end, tie.parallel
