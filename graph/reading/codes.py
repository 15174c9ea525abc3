"""Which elements ids and codes name; the codes are those that the schema declares."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cachetools import TTLCache

from graph.access import Viewer, sized
from graph.errors import BadInput
from graph.model import Property
from graph.questions.named import MATCHING
from graph.reading.filters import visible
from graph.schema import SCHEMA
from graph.store import Store, Values
from graph.validation import sought

MOST = 6
"""Elements that are found at most for one value."""

SIZE = 10
"""Values that are looked up at least, some of them nothing: Neo4j plans a statement anew for lists of another magnitude."""

CODES: tuple[tuple[str, Property], ...] = tuple(
    (element.label, declared) for element in SCHEMA.elements for declared in element.properties if declared.identifies
)
"""Labels with the codes that they declare; the parameter ``c0`` is a value of the first, and so on."""

_WAYS = " UNION ".join(
    (
        "MATCH (n:Element {id: value.id}) RETURN n, 0 AS rank",
        "MATCH (m:Internal {kind: 'Merged', id: value.id}) MATCH (n:Element {id: m.now}) RETURN n, 0 AS rank",
        *(
            f"MATCH (n:{label} {{{code.name}: value.c{number}}}) RETURN n, 1 AS rank"
            for number, (label, code) in enumerate(CODES)
        ),
    )
)

LOOKUP = (
    "UNWIND range(0, size($values) - 1) AS place WITH place, $values[place] AS value WHERE value.id IS NOT NULL "
    f"CALL (value) {{ CALL (value) {{ {_WAYS} }} WITH value, n, min(rank) AS rank "
    f"WHERE {visible('n')} AND any(label IN labels(n) WHERE label IN value.of) "
    f"RETURN n.id AS id, n.name AS name, rank ORDER BY rank, id LIMIT {MOST} }} "
    "RETURN place, id, name, rank ORDER BY place, rank, id"
)
"""Of each of ``$values``, the elements that it names and that have one of the labels ``of`` of it: their ids, names, and whether
it is the id, be it of what was merged into it (0), or a code (1)."""


def holders(label: str, name: str) -> str:
    """The statement that gives a row for each element of a label of which a property is one of ``$values``.

    The row is the value, the id and the visibility of the element.
    """
    return f"MATCH (n:{label}) WHERE n.{name} IN $values RETURN n.{name} AS value, n.id AS id, n.visibility"


async def answering(store: Store, ids: Sequence[str], viewer: Viewer) -> dict[str, str]:
    """Which elements answer for ids of elements that were merged into them."""
    given = {"ids": [*ids], "visible": sized(viewer.visible)}
    rows = await store.read(MATCHING["answering"].text, given, name="answering")
    return {str(id_): str(now) for id_, now in rows}


async def of_now(store: Store, ids: Sequence[str], viewer: Viewer) -> list[str]:
    """Ids in their order, each of a merged element replaced by that of the element which answers for it."""
    instead = await answering(store, ids, viewer)
    return [instead.get(id_, id_) for id_ in ids]


class Given(NamedTuple):
    """A value that names an element with one of the labels ``of``, given at a ``place``."""

    of: tuple[str, ...]
    value: str
    place: str


async def named(store: Store, given: Iterable[Given], viewer: Viewer) -> dict[Given, str]:
    """Of each value the id of the one element that has it as its id or else as a code; nothing of what names none.

    Raises BadInput where several elements share the code.
    """
    asked = list(dict.fromkeys(given))
    return chosen(asked, await store.read(LOOKUP, sought_by(asked, viewer), name="codes"))


def sought_by(asked: Sequence[Given], viewer: Viewer) -> dict[str, object]:
    """The parameters of :data:`LOOKUP` for values."""
    return {"values": [*map(_sought, asked), *[{}] * (SIZE - len(asked))], "visible": sized(viewer.visible)}


def chosen(asked: Sequence[Given], rows: Iterable[Values]) -> dict[Given, str]:
    """What values name by the rows that :data:`LOOKUP` found of them. Raises as :func:`named`."""
    found: list[list[Values]] = [[] for _ in asked]
    for place, *row in rows:
        found[place].append(row)
    return {each: _one(each, them) for each, them in zip(asked, found, strict=True) if them}


def _sought(given: Given) -> Mapping[str, object]:
    codes = {f"c{number}": sought(declared, given.value) for number, (_, declared) in enumerate(CODES)}
    return {"id": given.value.strip(), "of": [*given.of], **codes}


def _one(given: Given, rows: Sequence[Values]) -> str:
    if len(rows) == 1 or rows[0][2] == 0:
        return str(rows[0][0])
    them = ", ".join(f"{id_} ({name})" for id_, name, _ in rows[: MOST - 1])
    message = f"{given.value!r} is the code of several elements; use the id of one of them: {them}"
    raise BadInput(message, place=given.place)


_PLACES: TTLCache[tuple[object, ...], bool] = TTLCache(10_000, 2.0)
"""Ids of places that were found, with where and by whom, for some seconds: another process may merge one into another."""


def forget_places() -> None:
    """Look places up again: something was written."""
    _PLACES.clear()


async def places(
    store: Store, given: Mapping[str, str], values: Mapping[str, object], viewer: Viewer
) -> dict[str, str]:
    """Parameters that name places, with ids instead of codes; ``given`` are all of them, each with where it is given.

    Those that are known to be ids, and those that name nothing, are left out. Raises as :func:`named`.
    """
    asked = {parameter: Given(("Place",), str(values[parameter]), place) for parameter, place in given.items()}
    keys = {parameter: (store.uri, store.database, each.value, viewer.visible) for parameter, each in asked.items()}
    unknown = {parameter: each for parameter, each in asked.items() if keys[parameter] not in _PLACES}
    if not unknown:
        return {}
    ids = await named(store, unknown.values(), viewer)
    found = {parameter: ids[each] for parameter, each in unknown.items() if each in ids}
    _PLACES.update((keys[parameter], True) for parameter, id_ in found.items() if id_ == unknown[parameter].value)
    return found
