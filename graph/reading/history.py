"""The history of an element as a list nested in a read: its part of the statement, and what makes it of the answer."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from graph.access import ANYBODY, Role, Viewer
from graph.log import changes
from graph.log.changes import SCANNED, Position
from graph.log.entries import connection, position
from graph.reading.decoding import Decode, made
from graph.reading.selection import RowField
from graph.schema import SCHEMA

COUNTED = 8
"""Parts of the log that are read at most to tell how many entries an element has."""


def before(given: str | None, first: int, place: str) -> tuple[int, list[int]]:
    """How many parts of the log are read for ``first`` entries before a cursor, and the position of that.

    Each part of an element's has at least one record of it, so one more than asked for tells whether there are more.
    Raises BadInput for what is no cursor of the log.
    """
    return min(first + 1, SCANNED), list(position(given, place) or changes.END)


def parts(node: str, place: str, limit: str, number: int) -> str:
    """The parts of the log that touch an element and stand before a position, the latest first, as an expression.

    ``place`` and ``limit`` are expressions too. As the history over the whole log (``cypher/changes/history.cypher``),
    with what is hidden of what each part touches, as :func:`~graph.log.changes.history_of` takes it.
    """
    part, change, id_ = f"p{number}", f"h{number}", f"i{number}"
    # The id as a term of Lucene's query language, its blanks as the log has them.
    quoted = f"""replace(replace(replace({node}.id, ' ', '\\u00a0'), '\\\\', '\\\\\\\\'), '"', '\\\\"')"""
    found = (
        f"""CALL db.index.fulltext.queryNodes('change_touches', 'touches:"' + {quoted} + '"') YIELD node AS {part}"""
    )
    earlier = (
        f"WITH {part} WHERE {part}.sequence < {place}[0] "
        f"OR ({part}.sequence = {place}[0] AND {part}.number < {place}[1])"
    )
    applied = (
        f"MATCH ({part})-[:OF]->({change}:Change) WHERE {change}.status = 'applied' AND {change}.records IS NOT NULL"
    )
    latest = f"WITH {change}, {part} ORDER BY {part}.sequence DESC, {part}.number DESC LIMIT {limit}"
    hidden = _hidden(part, id_, number)
    told = f"RETURN [{change} {{.*, commands: null}}, {part}.number, {part}.records, {hidden}]"
    return f"COLLECT {{ {found} {earlier} {applied} {latest} {told} }}"


def _hidden(part: str, id_: str, number: int) -> str:
    """Pairs of id and visibility, be the elements there or gone; nothing where everything may be seen."""
    now, gone, visibility, text = f"e{number}", f"g{number}", f"v{number}", f"t{number}"
    return (
        f"COLLECT {{ UNWIND CASE WHEN $hidden = [] THEN [] ELSE split({part}.touches, '\\n') END AS {text} "
        f"WITH replace({text}, '\\u00a0', ' ') AS {id_} "
        f"OPTIONAL MATCH ({now}:{SCHEMA.element.label} {{id: {id_}}}) "
        f"WITH {id_}, {now} WHERE {now} IS NULL OR {now}.visibility IN $hidden "
        f"OPTIONAL MATCH ({gone}:Gone {{id: {id_}}}) "
        f"WITH {id_}, coalesce({now}.visibility, {gone}.visibility) AS {visibility} WHERE {visibility} IN $hidden "
        f"RETURN [{id_}, {visibility}] }}"
    )


def told(fields: Sequence[RowField], nodes: Sequence[Decode]) -> Decode:
    """Makes what is selected of an element's history from a list.

    Its items: the id of the element, the role of whoever asks, how many entries are wanted, the position they come
    before, how many parts were asked for, the parts, what each of ``nodes`` takes, and the parts to count or null.
    """

    def decode(wire: Sequence[Any]) -> dict[str, Any]:
        element, role, first, place, limit, found, selections, counted = wire
        viewer, begin = Viewer(Role(role)) if role else ANYBODY, Position(*place)
        shown = changes.history_of(SCHEMA, viewer, element, found, before=begin, first=first)
        more = shown.more or len(found) == limit
        history = connection(replace(shown, more=more), viewer, begun=begin != changes.END)
        history["totalCount"] = None if counted is None else _total(viewer, element, counted)
        own = [take(value) for take, value in zip(nodes, selections, strict=True)]
        return made(fields, history, {element: own})

    return decode


def _total(viewer: Viewer, element: str, counted: Sequence[Any]) -> int | None:
    """How many entries there are, unless there are too many parts to look."""
    if len(counted) > COUNTED:
        return None
    found = changes.history_of(SCHEMA, viewer, element, counted, before=changes.END, first=sys.maxsize)
    return len(found.entries)
