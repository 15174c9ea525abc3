"""The history of an element: the entries of the log about it and its connections, the latest first.

One Cypher expression finds them, whether history is a field of an element or is asked for by the id of one. It is put
together from ``cypher/changes/history.cypher`` and ``cypher/changes/hidden.cypher``; by an id, these are two statements.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.access import Viewer
from graph.log import changes
from graph.log.changes import END, Change, Entry, Filter, LoggedRecord, Page, Position, Veil, change_of
from graph.log.stored import StoredChange, unpacked
from graph.model import Schema
from graph.questions.named import CHANGES, Named
from graph.records import record, touched
from graph.store import Store

FoundPart = tuple[tuple[StoredChange, int, str | bytes], Sequence[Veil]]
"""A part of the log: the change, the number of its first record in that, its records; and the veils of what these touch."""


def expression(element: str, before: str, limit: str) -> str:
    """The parts of the log that touch the element in a variable, as a Cypher expression for a list of ``FoundPart``.

    ``before`` and ``limit`` are expressions: the position that the parts stand before, and how many at most. The
    statement must have ``$hidden``, the visibilities that the viewer may not see.
    """
    parts = _inline(CHANGES["history"], {"id": f"{element}.id", "before": before, "parts": limit})
    hidden = _inline(CHANGES["hidden"], {"touches": "CASE WHEN $hidden[0] <> '' THEN logPart[3] END"})
    return (
        f"COLLECT {{ CALL ({element}) {{ {parts} }} "
        f"RETURN [logPart[..3], COLLECT {{ CALL (logPart) {{ {hidden} }} RETURN logHidden }}] }}"
    )


def _inline(named: Named, expressions: Mapping[str, str]) -> str:
    """A statement with expressions in place of its parameters."""
    return re.sub(r"\$(\w+)", lambda match: expressions.get(match[1], match[0]), named.statement)


def limit_for(first: int) -> int:
    """How many parts are read for a page: each has an entry at least, and one more tells whether more follow."""
    return min(first + 1, changes.SCANNED)


async def history(
    store: Store, schema: Schema, viewer: Viewer, element: str, *, before: Position = END, first: int = 100
) -> Page:
    """A page of the history of an element, be that there or deleted.

    It is empty for an element that does not exist or that the viewer may not see.
    """
    limit = max(limit_for(first), changes.PARTS)
    entries: list[Entry] = []
    end, more, scanned = before, True, 0
    while more and len(entries) <= first and scanned < changes.SCANNED:
        parameters = {"id": element, "before": list(end), "parts": limit}
        rows = await store.read(CHANGES["history"].text, parameters, name="history")
        parts = [(change_of(properties), number, stored) for [[properties, number, stored, _]] in rows]
        records = await store.work(list, _before(element, parts, end))
        missing = first + 1 - len(entries)
        # What is hidden is asked of what is told alone: a part touches a thousand elements.
        entries += await changes.first_visible(store, schema, viewer, records, missing, _about(element))
        end = Position(parts[-1][0].sequence, parts[-1][1]) if parts else end
        more, scanned = len(parts) == limit, scanned + limit
    return _cut(entries, first, before) if len(entries) > first else _page(entries, before, end, more=more)


def page_of(
    schema: Schema,
    viewer: Viewer,
    element: str,
    parts: Sequence[FoundPart],
    *,
    before: Position,
    first: int,
    limit: int,
) -> Page:
    """A page of the history of an element, from ``limit`` parts or all that there are."""
    entries: list[Entry] = []
    end, redaction = before, changes.Redaction(schema, viewer)
    for (properties, number, stored), veils in parts:
        change = change_of(properties)
        about = _before(element, [(change, number, stored)], before)
        entries += changes.shown(redaction, about, _about(element), changes.by_id(veils))
        if len(entries) > first:
            return _cut(entries, first, before)
        end = Position(change.sequence, number)
    return _page(entries, before, end, more=len(parts) == limit)


def _about(element: str) -> Filter:
    return Filter(touching=frozenset({element}))


def _before(element: str, parts: Iterable[tuple[Change, int, str | bytes]], before: Position) -> Iterator[LoggedRecord]:
    """The records of parts that touch an element, the latest first and before a position; the others stay JSON."""
    for change, number, stored in parts:
        numbered = [(n, each) for n, each in enumerate(unpacked(stored), number) if element in touched((each,))]
        for n, each in reversed(numbered):
            if (change.sequence, n) < before:
                yield LoggedRecord(change, n, record(each))


def _page(entries: list[Entry], before: Position, end: Position, *, more: bool) -> Page:
    """A page whose last part is at ``end``. That is told only to go on: it may be of what the viewer may not see."""
    if more:
        return Page(entries, end, more=True)
    return Page(entries, entries[-1].position if entries else before, more=False)


def _cut(entries: list[Entry], first: int, begin: Position) -> Page:
    return Page(entries[:first], entries[first - 1].position if first else begin, more=True)
