"""Which elements an export is of: a map, what is around an element or in a place, what a search finds, a filter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn, Self

from graph.access import Viewer, sized
from graph.errors import LOOK_IT_UP, BadInput, NotFound
from graph.model import Property
from graph.questions.answers import ask
from graph.questions.named import EXPORTS, QUESTIONS
from graph.reading import codes
from graph.rows import Data
from graph.schema import SCHEMA
from graph.store import Store
from graph.values.texts import fold

MOST_STEPS = 3
"""How far from an element one can go."""

MOST_FOUND = 500
"""Elements that a search gives an export at most, the best ones."""

_PROPERTIES = {p.name: p for element in SCHEMA.elements for p in SCHEMA.properties_of(element) if not p.internal}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The elements for which all that is said holds; all elements where nothing is.

    Parameters
    ----------
    map, neighbourhood, within, search
        Id of a map that shows them, of an element that is ``steps`` away at most, of a place; words to search for.
    labels
        Their types.
    filter
        Values of their properties, as texts; of a list, one of its values.
    """

    map: str | None = None
    neighbourhood: str | None = None
    steps: int = 1
    within: str | None = None
    search: str | None = None
    labels: frozenset[str] = frozenset()
    filter: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 1 <= self.steps <= MOST_STEPS:
            raise BadInput(f"one can go 1 to {MOST_STEPS} steps", place="steps")
        for label in sorted(self.labels - SCHEMA.by_label.keys()):
            raise BadInput(f"there is no type {label!r}; there are {', '.join(SCHEMA.by_label)}", place="label")
        for name in self.filter.keys() - _PROPERTIES.keys():
            raise BadInput(f"no element has a property {name!r}; docs/model.md lists them", place="filter")

    @classmethod
    def of(
        cls,
        map: str | None,
        neighbourhood: str | None,
        steps: int,
        within: str | None,
        search: str | None,
        labels: Iterable[str],
        filters: Iterable[str],
    ) -> Self:
        """What the texts of a client choose; of filters, ``property=value``. Raises BadInput."""
        pairs = [each.partition("=") for each in filters]
        for name, equals, _ in pairs:
            if not equals:
                raise BadInput(f"say property=value, not {name!r}", place="filter")
        values = {name.strip(): value.strip() for name, _, value in pairs}
        return cls(map, neighbourhood, steps, within, search, frozenset(labels), values)

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Chosen()

    @property
    def is_of_everything(self) -> bool:
        """Whether all elements have to be gone through."""
        return (self.map, self.neighbourhood, self.within, self.search) == (None,) * 4

    def fits(self, row: Data) -> bool:
        """Whether an element has one of the types, and the values."""
        if self.labels and row["label"] not in self.labels:
            return False
        return all(_has(_PROPERTIES[name], row.get(name), value) for name, value in self.filter.items())

    async def ids(self, store: Store, viewer: Viewer) -> list[str] | None:
        """The ids of those elements that a viewer may see, in order; None where types and values alone decide.

        Raises NotFound where an id or a code is of no element that the viewer may see, and BadInput where several share it.
        """
        named = await self._named(store, viewer)
        found: list[set[str]] = []
        if self.map is not None:
            found.append(await _within(store, viewer, "map", named["map"], "map"))
        if self.within is not None:
            found.append(await _within(store, viewer, "place", named["within"], "within"))
        if self.neighbourhood is not None:
            found.append(await _around(store, viewer, named["neighbourhood"], self.steps))
        if self.search is not None:
            rows = await ask(store, QUESTIONS["search"], {"query": self.search, "first": MOST_FOUND}, viewer)
            found.append({str(row["id"]) for row in rows})
        return sorted(set.intersection(*found)) if found else None

    async def _named(self, store: Store, viewer: Viewer) -> dict[str, str]:
        """The ids of what is named, by a code too."""
        labels = {"map": "Map", "within": "Place", "neighbourhood": SCHEMA.element.label}
        given = {
            place: codes.Given((label,), value, place)
            for place, label in labels.items()
            if (value := getattr(self, place)) is not None
        }
        ids = await codes.named(store, given.values(), viewer) if given else {}
        return {place: ids.get(each, each.value) for place, each in given.items()}


def _has(declared: Property, value: object, wanted: str) -> bool:
    values = value if isinstance(value, list) else [declared.absent if value is None else value]
    return any(each is not None and fold(str(each)) == fold(wanted) for each in values)


async def _within(store: Store, viewer: Viewer, what: str, id_: str, place: str) -> set[str]:
    return await _some(store, viewer, what, {"of": id_}) or _missing(what, id_, place)


async def _around(store: Store, viewer: Viewer, center: str, steps: int) -> set[str]:
    found = ring = await _some(store, viewer, "there", {"ids": [center]}) or _missing(
        "element", center, "neighbourhood"
    )
    for _ in range(steps):
        ring = await _some(store, viewer, "near", {"ids": sorted(ring)}) - found
        found = found | ring
    return found


async def _some(store: Store, viewer: Viewer, name: str, values: Mapping[str, object]) -> set[str]:
    rows = await store.read(EXPORTS[name].text, {**values, "visible": sized(viewer.visible)}, name="export")
    return {str(row[0]) for row in rows}


def _missing(what: str, id_: str, place: str) -> NoReturn:
    raise NotFound(f"there is no {what} with the id {id_!r}, or you may not see it; {LOOK_IT_UP}", place=place)
