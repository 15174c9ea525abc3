"""Rows of a file about elements that were merged since: they tell of the one that is there now."""

from collections.abc import Mapping
from dataclasses import replace

from graph.questions.named import WRITES
from graph.records import Properties
from graph.said import SOURCES
from graph.store import Transaction
from graph.validation import Connection, Element
from graph.writing.merged import NAMES, Merged, Tie, merged

_OWN = frozenset(("id", "name", "sortKey", NAMES))
"""Properties of a merged element that tell nothing of the one that is there now."""


class OldIds:
    """The elements that were merged. What a file says of one as it was then is no news; the rest is said of the other."""

    def __init__(self, merged: Mapping[str, Merged]) -> None:
        self._merged = merged
        self._ties = {_key(tie): tie for each in merged.values() for tie in each.ties}
        self._names: dict[str, list[str]] = {}
        for each in merged.values():
            names = each.gave.get(NAMES)
            self._names.setdefault(each.into, []).extend(map(str, names) if isinstance(names, list) else ())

    @classmethod
    async def read(cls, transaction: Transaction) -> "OldIds":
        """All of them."""
        [[rows]] = await transaction.run(WRITES["every_merged"].text)
        return cls({row["id"]: merged(row) for row in rows})

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
        if not news.keys() - {SOURCES}:
            return None
        return replace(row, id=was.now, properties={"id": was.now, **news})

    def _connection(self, row: Connection) -> Connection | None:
        start, end = (self._merged[id_].now if id_ in self._merged else id_ for id_ in (row.start, row.end))
        if (start, end) == (row.start, row.end):
            return row
        ways = [(row.start, row.end), *([(row.end, row.start)] if row.type.mutual else [])]
        known = next((t for way in ways if (t := self._ties.get((row.type.type, *way, row.parallel)))), None)
        if start == end or (known and _told(row.properties, known.properties)):
            return None
        return replace(row, start=start, end=end)


def _told(said: Properties, known: Properties) -> bool:
    return all(known.get(name) == value for name, value in said.items() if name not in ("parallel", SOURCES))


def _key(tie: Tie) -> tuple[str, str, str, str | None]:
    return tie.type, tie.start, tie.end, tie.parallel
