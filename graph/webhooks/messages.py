"""What a webhook is told: made anew at each attempt, for what its holder may see then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate

import orjson

from graph.access import Viewer
from graph.contract.cursors import encode
from graph.log import changes
from graph.log.changes import Entry, Filter, Position
from graph.log.entries import cursor, row
from graph.ranking.engine import Request, Suggestion
from graph.ranking.partners import Partners
from graph.schema import SCHEMA
from graph.store import Store

ENTRIES = 500
"""Changes in one message."""

LARGEST = 200_000
"""Bytes of the changes in one message; one that is larger alone goes without what was before and after."""

PARTNERS = 10
"""The first so many potential partners are watched."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a message tells; nothing where ``data`` is None.

    ``end`` is the position in the log up to which it tells of changes, ``more`` whether more follows. ``ids`` are the new
    partners that it tells of.
    """

    data: Mapping[str, object] | None
    end: Position
    more: bool = False
    ids: tuple[str, ...] = field(default=())


def body(event: str, content: Content) -> bytes:
    """A message in the form that the specification recommends."""
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return orjson.dumps({"type": event, "timestamp": now, "data": content.data})


async def of_changes(
    store: Store, viewer: Viewer, after: Position, until: Position | None, filter_: Filter, *, first: int = ENTRIES
) -> Content:
    """Changes after a position, up to another one where it was tried before."""
    page = await changes.changes(store, SCHEMA, viewer, after=after, filter=filter_, first=first)
    entries = [each for each in page.entries if until is None or each.position <= until]
    rows = [_row(each, viewer) for each in entries]
    fitting = max(1, sum(total <= LARGEST for total in accumulate(map(_size, rows))))
    if fitting < len(rows):
        end, more = entries[fitting - 1].position, True
    elif until is None or page.end < until:
        end, more = page.end, page.more
    else:
        end, more = until, True
    data = {"changes": rows[:fitting], "cursor": encode(cursor(end))} if rows else None
    return Content(data, end, more)


def _row(entry: Entry, viewer: Viewer) -> Mapping[str, object]:
    """A change as REST shows it, but for the element as it is now, which can be asked for."""
    shown = {name: value for name, value in row(entry, viewer).items() if name != "element"}
    return shown if _size(shown) <= LARGEST else shown | {"before": None, "after": None, "shortened": True}


def _size(shown: Mapping[str, object]) -> int:
    return len(orjson.dumps(shown))


async def of_partners(
    partners: Partners, viewer: Viewer, end: Position, asker: str, topic: str, seen: Sequence[str], again: Sequence[str]
) -> Content:
    """The potential partners among the first that were not seen, or those of a try before that still are.

    Raises NotFound where the asker or the topic is gone, or hidden from the viewer by now.
    """
    found = await partners.ask_newest(Request(asker=asker, topic=topic, first=PARTNERS, visible=viewer.visible))
    new = [each for each in found if (each.id in again if again else each.id not in seen)]
    data = {"for": asker, "topic": topic, "partners": list(map(_partner, new))} if new else None
    return Content(data, end, ids=tuple(each.id for each in new))


def _partner(found: Suggestion) -> dict[str, object]:
    node = found.node
    named = {"id": node.id, "type": node.type, "name": node.name}
    reasons = [{"cs": path.text("cs"), "en": path.text("en")} for path in found.evidence]
    place = found.place and found.place.name
    return named | {"place": place, "score": found.score, "km": found.km, "evidence": reasons}
