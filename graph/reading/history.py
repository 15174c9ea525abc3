"""The history of an element as a list nested in a read: its parameters, and what makes it of the answer."""

import sys
from collections.abc import Mapping, Sequence

from graph.access import RANKS, Viewer
from graph.log.changes import END, Position
from graph.log.entries import connection, position
from graph.log.history import FoundPart, limit_for, page_of
from graph.reading.decoding import Decode, Wire, made
from graph.reading.selection import RowField
from graph.schema import SCHEMA

COUNTED = 8
"""Parts of the log that are read at most to tell how many entries an element has."""


BEYOND, BEGUN = 8, 1
"""Further parts of the log that are read to tell whether anything follows: for those from whom some may be hidden, and for all
others, for whom the one that a page ended in may have nothing more."""


def limit_of(parts: str) -> str:
    """How many parts of the log are read, as an expression; ``parts`` names the parameter for what fills a page."""
    return f"${parts} + CASE WHEN $hidden[0] <> '' THEN {BEYOND} ELSE {BEGUN} END"


def bounds(cursor: str | None, first: int, place: str) -> tuple[int, list[int]]:
    """How many parts of the log are read for ``first`` entries, and the position in it that they stand before.

    Raises BadInput for what is no cursor of the log.
    """
    return limit_for(first), list(position(cursor, place) or END)


def decoder(fields: Sequence[RowField], nodes: Sequence[Decode]) -> Decode:
    """Makes what is selected of an element's history from a list.

    Its items: the id of the element, the rank of the viewer, how many entries are wanted, the position they come
    before, how many parts were asked for, the parts, what each of ``nodes`` takes, and the parts to count or null.
    """

    def decode(wire: Wire) -> Mapping[str, object]:
        element, rank, first, before, limit, parts, selections, counted = wire
        viewer, begin = Viewer(RANKS[rank]), Position(*before)
        page = page_of(SCHEMA, viewer, element, parts, before=begin, first=first, limit=limit)
        history = connection(page, viewer, begun=begin != END)
        history["totalCount"] = None if counted is None else _total(viewer, element, counted)
        own = [take(value) for take, value in zip(nodes, selections, strict=True)]
        return made(fields, history, {element: own})

    return decode


def _total(viewer: Viewer, element: str, parts: Sequence[FoundPart]) -> int | None:
    """How many entries there are, unless there are too many parts to look."""
    if len(parts) > COUNTED:
        return None
    page = page_of(SCHEMA, viewer, element, parts, before=END, first=sys.maxsize, limit=COUNTED)
    return len(page.entries)
