"""The statement that finds elements by a code or an id; the codes are those that the schema declares."""

from collections.abc import Sequence

from graph.access import Viewer, sized
from graph.model import Property
from graph.reading.filters import visible
from graph.schema import SCHEMA
from graph.store import Store

MOST = 6
"""Elements that it finds at most."""

CODES: tuple[tuple[str, Property], ...] = tuple(
    (element.label, declared) for element in SCHEMA.elements for declared in element.properties if declared.identifies
)
"""Labels with the codes that they declare; the parameter ``c0`` is a value of the first, and so on."""

_WAYS = " UNION ".join(
    (
        "MATCH (n:Element {id: $id}) RETURN n, 0 AS rank",
        "MATCH (m:Internal {kind: 'Merged', id: $id}) MATCH (n:Element {id: m.now}) RETURN n, 0 AS rank",
        *(
            f"MATCH (n:{label} {{{code.name}: $c{number}}}) RETURN n, 1 AS rank"
            for number, (label, code) in enumerate(CODES)
        ),
    )
)

LOOKUP = (
    f"CALL () {{ {_WAYS} }} WITH n, min(rank) AS rank "
    f"WHERE {visible('n')} AND any(label IN labels(n) WHERE label IN $of) "
    f"RETURN n.id, n.name, rank ORDER BY rank, n.id LIMIT {MOST}"
)
"""Ids, names and whether it was the id, be it of what was merged into it (0) or a code (1), of elements that have one of the labels ``$of``."""

ANSWERING = (
    "UNWIND $ids AS id MATCH (m:Internal {kind: 'Merged', id: id}) MATCH (n:Element {id: m.now}) "
    f"WHERE {visible('n')} RETURN id, m.now"
)
"""Of ids that nothing has: those that were merged, each with the one that answers for it."""


async def answering(store: Store, ids: Sequence[str], viewer: Viewer) -> dict[str, str]:
    """Which elements answer for ids of elements that were merged into them."""
    rows = await store.read(ANSWERING, {"ids": [*ids], "visible": sized(viewer.visible)}, name="answering")
    return {str(id_): str(now) for id_, now in rows}
