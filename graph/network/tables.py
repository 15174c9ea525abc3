"""What the ranking reads of the graph: elements and connections as columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.access import PUBLIC, VISIBILITIES
from graph.schema import SCHEMA

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]
Flags = NDArray[np.bool_]

LABELS = tuple(SCHEMA.by_label)
LINKS = tuple(SCHEMA.by_type)
LABEL = {label: code for code, label in enumerate(LABELS)}
LINK = {link: code for code, link in enumerate(LINKS)}

_STATUS = {"proposed": 1, "rejected": 2}


@dataclass(frozen=True)
class Tables:
    """Elements and connections of a graph, column by column; connections name elements by their row.

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
    link: NDArray[np.int8]
    source: Ints
    target: Ints
    proposed: Flags
    informed: Flags
    begun: Ints
    ended: Ints

    def rows(self) -> dict[str, int]:
        """The row of each id."""
        return {id_: row for row, id_ in enumerate(self.ids)}


def tables(elements: Iterable[Sequence[Any]], connections: Iterable[Sequence[Any]]) -> Tables:
    """Columns from rows, as ``cypher/network`` returns them.

    An element is id, label, name, nameEn, kind, visibility, closed, since, until, latitude, longitude, level; a
    connection is type, id of the source, id of the target, status, involvement, since, until. Rejected connections and
    those whose ends are unknown are left out.
    """
    rows = sorted((row for row in elements if row[1] in LABEL), key=lambda row: str(row[0]))
    columns = list(zip(*rows, strict=True)) or [()] * 12
    ids, labels, names, english, kinds, visibility, closed, since, until, latitude, longitude, level = columns
    number = {id_: row for row, id_ in enumerate(ids)}
    known, kind = coded(kinds)
    links = _links(connections, number)
    return Tables(
        list(ids),
        list(names),
        list(english),
        np.array([LABEL[label] for label in labels], np.int8),
        kind,
        known,
        np.array([VISIBILITIES.index(value or PUBLIC) for value in visibility], np.int8),
        np.array([bool(value) for value in closed], np.bool_),
        np.array([day(value) for value in since], np.int32),
        np.array([day(value) for value in until], np.int32),
        np.array([np.nan if value is None else value for value in latitude], np.float64),
        np.array([np.nan if value is None else value for value in longitude], np.float64),
        np.array([value == "country" for value in level], np.bool_),
        *links,
    )


def coded(kinds: Sequence[str | None]) -> tuple[tuple[str, ...], Ints]:
    """The kinds there are, the empty one first, and the number of each given one."""
    known = ("", *sorted({kind for kind in kinds if kind}))
    codes = {kind: code for code, kind in enumerate(known)}
    return known, np.array([codes[kind or ""] for kind in kinds], np.int32)


def _links(
    connections: Iterable[Sequence[Any]], number: dict[str, int]
) -> tuple[NDArray[np.int8], Ints, Ints, Flags, Flags, Ints, Ints]:
    found = [
        (LINK[link], number[source], number[target], _STATUS.get(status, 0), involvement == "informed", since, until)
        for link, source, target, status, involvement, since, until in connections
        if link in LINK and source in number and target in number and status != "rejected"
    ]
    columns = list(zip(*found, strict=True)) or [()] * 7
    link, source, target, status, informed, since, until = columns
    # One order whatever the database says first: sums of floating point numbers depend on it.
    order = np.lexsort((np.array(target, np.int32), np.array(source, np.int32), np.array(link, np.int8)))
    return (
        np.array(link, np.int8)[order],
        np.array(source, np.int32)[order],
        np.array(target, np.int32)[order],
        (np.array(status, np.int8) == 1)[order],
        np.array(informed, np.bool_)[order],
        np.array([day(value) for value in since], np.int32)[order],
        np.array([day(value) for value in until], np.int32)[order],
    )


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
