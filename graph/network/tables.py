"""What the ranking reads of the graph: elements and connections as columns."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.access import PUBLIC, VISIBILITIES
from graph.records import is_confirmed
from graph.schema import SCHEMA

_SEEN = (None, *VISIBILITIES)
"""Visibilities of what somebody may see; a word that is none, written by plain Cypher, hides an element from everybody."""

Ints = NDArray[np.integer]
Floats = NDArray[np.floating]
Flags = NDArray[np.bool_]
Value = TypeVar("Value")

LABELS = tuple(SCHEMA.by_label)
LINKS = tuple(SCHEMA.by_type)
LABEL = {label: code for code, label in enumerate(LABELS)}
LINK = {link: code for code, link in enumerate(LINKS)}


class ElementRow(NamedTuple):
    """One element, as ``cypher/network`` returns it; dates as texts of the model."""

    id: str
    label: str
    name: str
    english: str | None = None
    kind: str | None = None
    visibility: str | None = None
    closed: bool | None = None
    since: str | None = None
    until: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    level: str | None = None
    usual: Sequence[str] | None = None
    results: bool | None = None
    recurring: bool | None = None


class ConnectionRow(NamedTuple):
    """One connection, likewise; ``source`` and ``target`` are ids."""

    link: str
    source: str
    target: str
    status: str | None = None
    involvement: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True)
class Tables:
    """Elements and connections of a graph, column by column; connections name elements by their row.

    ``usual`` are the kinds of organization that usually work on a topic, ``results`` says whether an activity has any,
    ``recurring`` whether it is held again and again.
    Dates are numbers such as 20150312, with zeros for what is not given (20150300, 20150000); 0 is no date.
    """

    ids: list[str]
    names: list[str]
    english: list[str | None]
    label: NDArray[np.int8]
    kind: Ints
    kinds: tuple[str, ...]
    visibility: NDArray[np.int8]
    closed: Flags
    since: Ints
    until: Ints
    latitude: Floats
    longitude: Floats
    country: Flags
    usual: list[tuple[str, ...]]
    results: Flags
    recurring: Flags
    link: NDArray[np.int8]
    source: Ints
    target: Ints
    informed: Flags
    begun: Ints
    ended: Ints

    @property
    def restricted(self) -> Flags:
        """Which elements not everybody may see."""
        restricted: Flags = self.visibility != VISIBILITIES.index(PUBLIC)
        return restricted

    def rows(self) -> dict[str, int]:
        """The row of each id."""
        return {id_: row for row, id_ in enumerate(self.ids)}


def tables(elements: Iterable[ElementRow], connections: Iterable[ConnectionRow]) -> Tables:
    """Columns from rows, as :class:`Gathering` makes them."""
    gathered = Gathering()
    gathered.add(elements, connections)
    return gathered.tables()


class Gathering:
    """Columns made of rows as they come: the rows of a whole graph at once would take many times what its columns do.

    Connections that are not confirmed and those whose ends are unknown are left out. Of those that say one thing several
    times the strongest stays: involved, and still going on.
    """

    def __init__(self) -> None:
        self._texts: list[tuple[str, str, str | None, tuple[str, ...]]] = []
        self._kinds: list[str | None] = []
        self._same: dict[object, object] = {}
        self._elements = [np.zeros((0, 9), np.int32)]
        self._points = [np.zeros((0, 2))]
        self._connections = [np.zeros((0, 6), np.int32)]
        self._number: dict[str, int] = {}

    def add(self, elements: Iterable[ElementRow], connections: Iterable[ConnectionRow]) -> None:
        """Take some rows; the ends of a connection may come later."""
        rows = [row for row in elements if row.label in LABEL and row.visibility in _SEEN]
        self._texts += [(row.id, row.name, row.english, self._one(tuple(row.usual or ()))) for row in rows]
        self._kinds += [self._one(row.kind) for row in rows]
        self._elements.append(np.array([self._numbers(row) for row in rows], np.int32).reshape(-1, 9))
        points = [[np.nan if n is None else n for n in (row.latitude, row.longitude)] for row in rows]
        self._points.append(np.array(points, np.float64).reshape(-1, 2))
        linked = [
            (
                LINK[row.link],
                self._numbered(row.source),
                self._numbered(row.target),
                row.involvement == "informed",
                day(row.since),
                day(row.until),
            )
            for row in connections
            if row.link in LINK and is_confirmed(row.status)
        ]
        self._connections.append(np.array(linked, np.int32).reshape(-1, 6))

    def _one(self, value: Value) -> Value:
        """The same object for all equal values."""
        found: Value = self._same.setdefault(value, value)  # type: ignore[assignment]
        return found

    def _numbers(self, row: ElementRow) -> tuple[int, ...]:
        return (
            self._numbered(row.id),
            LABEL[row.label],
            VISIBILITIES.index(row.visibility or PUBLIC),
            bool(row.closed),
            day(row.since),
            day(row.until),
            row.level == "country",
            bool(row.results),
            bool(row.recurring),
        )

    def _numbered(self, id_: str) -> int:
        return self._number.setdefault(id_, len(self._number))

    def tables(self) -> Tables:
        """The columns of all that came."""
        order = sorted(range(len(self._texts)), key=lambda place: self._texts[place][0])
        texts = [self._texts[place] for place in order]
        columns = np.concatenate(self._elements)[order].T
        number, label, visibility, closed, since, until, country, results, recurring = columns
        latitude, longitude = np.concatenate(self._points)[order].T
        kinds, kind = coded([self._kinds[place] for place in order])
        row = np.full(len(self._number), -1, np.int32)
        row[number] = np.arange(len(order))
        return Tables(
            [id_ for id_, *_ in texts],
            [name for _, name, *_ in texts],
            [english for _, _, english, _ in texts],
            label.astype(np.int8),
            kind,
            kinds,
            visibility.astype(np.int8),
            closed.astype(np.bool_),
            since.copy(),
            until.copy(),
            latitude.copy(),
            longitude.copy(),
            country.astype(np.bool_),
            [usual for *_, usual in texts],
            results.astype(np.bool_),
            recurring.astype(np.bool_),
            *self._links(row),
        )

    def _links(self, row: Ints) -> tuple[NDArray[np.int8], Ints, Ints, Flags, Ints, Ints]:
        link, source, target, informed, begun, ended = np.concatenate(self._connections).T
        source, target = row[source], row[target]
        known = np.flatnonzero((source >= 0) & (target >= 0))
        chosen = known[_strongest(*(column[known] for column in (link, source, target, informed, begun, ended)))]
        # One order whatever the database says first: sums of floating point numbers depend on it.
        chosen = chosen[np.lexsort((target[chosen], source[chosen], link[chosen]))]
        return (
            link[chosen].astype(np.int8),
            source[chosen],
            target[chosen],
            informed[chosen].astype(np.bool_),
            begun[chosen],
            ended[chosen],
        )


def coded(kinds: Sequence[str | None]) -> tuple[tuple[str, ...], Ints]:
    """The kinds there are, the empty one first, and the number of each given one."""
    known = ("", *sorted({kind for kind in kinds if kind}))
    codes = {kind: code for code, kind in enumerate(known)}
    return known, np.array([codes[kind or ""] for kind in kinds], np.int32)


def _strongest(link: Ints, source: Ints, target: Ints, informed: Ints, begun: Ints, ended: Ints) -> Ints:
    """Where the strongest of all that say the same stand; of equal ones the first."""
    turned = _MUTUAL[link] & (target < source)
    low, high = np.where(turned, target, source), np.where(turned, source, target)
    order = np.lexsort((ended, begun, ended > 0, informed, high, low, link))
    same = [column[order] for column in (link, low, high)]
    leads = np.ones(len(order), np.bool_)
    leads[1:] = np.any([column[1:] != column[:-1] for column in same], axis=0)
    found: Ints = order[leads]
    return found


_MUTUAL = np.array([SCHEMA.by_type[link].mutual for link in LINKS], np.bool_)


_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}(T|$)")


@lru_cache(10_000)
def day(text: str | None) -> int:
    """A date of the model (2015, 2015-03, 2015-03-12) as a number; 0 for none, and for what is no date."""
    if not text or not _DATE.match(text):
        return 0
    parts = [int(part) for part in text[:10].split("-")]
    return sum(part * scale for part, scale in zip(parts, (10000, 100, 1), strict=False))


def date_text(number: int) -> str | None:
    """The date of such a number, as precise as it was given."""
    if not number:
        return None
    year, month, date = number // 10000, number // 100 % 100, number % 100
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{date:02}" if date else "")
