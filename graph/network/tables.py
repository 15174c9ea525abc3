"""What the ranking reads of the graph: elements and connections as columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.access import PUBLIC, VISIBILITIES
from graph.records import is_confirmed
from graph.schema import SCHEMA

Ints = NDArray[np.integer]
Floats = NDArray[np.floating]
Flags = NDArray[np.bool_]

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

    ``usual`` are the kinds of organization that usually work on a topic, ``results`` says whether an activity has any.
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
    """Columns from rows. Connections that are not confirmed and those whose ends are unknown are left out."""
    rows = sorted((row for row in elements if row.label in LABEL), key=lambda row: row.id)
    kinds, kind = coded([row.kind for row in rows])
    return Tables(
        [row.id for row in rows],
        [row.name for row in rows],
        [row.english for row in rows],
        np.array([LABEL[row.label] for row in rows], np.int8),
        kind,
        kinds,
        np.array([VISIBILITIES.index(row.visibility or PUBLIC) for row in rows], np.int8),
        np.array([bool(row.closed) for row in rows], np.bool_),
        np.array([day(row.since) for row in rows], np.int32),
        np.array([day(row.until) for row in rows], np.int32),
        np.array([np.nan if row.latitude is None else row.latitude for row in rows], np.float64),
        np.array([np.nan if row.longitude is None else row.longitude for row in rows], np.float64),
        np.array([row.level == "country" for row in rows], np.bool_),
        [tuple(row.usual or ()) for row in rows],
        np.array([bool(row.results) for row in rows], np.bool_),
        *_links(connections, {row.id: number for number, row in enumerate(rows)}),
    )


def coded(kinds: Sequence[str | None]) -> tuple[tuple[str, ...], Ints]:
    """The kinds there are, the empty one first, and the number of each given one."""
    known = ("", *sorted({kind for kind in kinds if kind}))
    codes = {kind: code for code, kind in enumerate(known)}
    return known, np.array([codes[kind or ""] for kind in kinds], np.int32)


def _links(
    connections: Iterable[ConnectionRow], number: dict[str, int]
) -> tuple[NDArray[np.int8], Ints, Ints, Flags, Ints, Ints]:
    rows = _distinct(
        row
        for row in connections
        if row.link in LINK and row.source in number and row.target in number and is_confirmed(row.status)
    )
    link = np.array([LINK[row.link] for row in rows], np.int8)
    source = np.array([number[row.source] for row in rows], np.int32)
    target = np.array([number[row.target] for row in rows], np.int32)
    # One order whatever the database says first: sums of floating point numbers depend on it.
    order = np.lexsort((target, source, link))
    return (
        link[order],
        source[order],
        target[order],
        np.array([row.involvement == "informed" for row in rows], np.bool_)[order],
        np.array([day(row.since) for row in rows], np.int32)[order],
        np.array([day(row.until) for row in rows], np.int32)[order],
    )


def _distinct(connections: Iterable[ConnectionRow]) -> list[ConnectionRow]:
    """Of connections that say one thing several times the strongest: involved, and still going on."""
    found: dict[tuple[str, str, str], ConnectionRow] = {}
    for row in connections:
        ends = (row.source, row.target)
        if SCHEMA.by_type[row.link].mutual and row.target < row.source:
            ends = (row.target, row.source)
        key = (row.link, *ends)
        known = found.get(key)
        found[key] = min(known, row, key=_weakness) if known else row
    return list(found.values())


def _weakness(row: ConnectionRow) -> tuple[bool, bool, str, str]:
    return row.involvement == "informed", row.until is not None, row.since or "", row.until or ""


def day(text: str | None) -> int:
    """A date of the model (2015, 2015-03, 2015-03-12) as a number; 0 for none."""
    if not text:
        return 0
    parts = [int(part) for part in text[:10].split("-")]
    return sum(part * scale for part, scale in zip(parts, (10000, 100, 1), strict=False))


def date_text(number: int) -> str | None:
    """The date of such a number, as precise as it was given."""
    if not number:
        return None
    year, month, date = number // 10000, number // 100 % 100, number % 100
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{date:02}" if date else "")
