"""Which elements of the whole graph may be the same: each type by itself, the surest first.

Only those are compared that share a code, or a word of their names and the municipality; what has none is compared with
all that share a rare word. So it takes seconds, not hours, and is worked out in a thread of its own.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from graph.access import Viewer, sized
from graph.log.changes import Position, latest
from graph.mapping.meanings import NOT_DRAWN
from graph.matching.candidates import Sought, candidates
from graph.matching.pairs import Known, Pair, compared, host_of, keys_of
from graph.questions.named import MATCHING
from graph.records import is_proposed
from graph.store import Store
from graph.values.texts import fold

LEAST = 0.5
"""The score from which pairs are kept; what is asked for is more."""

SHARED = 80
"""How many elements may share a key at most for these to be compared all with all."""

LARGEST_GROUP = 20
"""Elements of a group at most: what only hangs together by others in between is no group."""

CANDIDATES, NAMES = 30, 5
"""What is looked at for each name of one element, and how many of its names."""

FRESH = 30.0
"""Seconds for which what was worked out holds, though the map goes on changing."""

PAGE = 5000
"""Elements read at once."""

BLOCK, LIKELY = 100_000, 70
"""Pairs of which names are measured at once; and how alike these are, from 0 to 100, to be looked at closely."""

_TRAITS = ("Element", "Ally", "Term")
_UNMATCHED = NOT_DRAWN | {""}
_TOGETHER = {"Library": "Organization"}
"""Types of which elements may be the same as those of another one."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """A pair with the group that it belongs to: the first id of those that may all be the same."""

    pair: Pair
    group: str


async def known_elements(
    store: Store, viewer: Viewer, types: Sequence[str] | None = None, ids: Sequence[str] | None = None
) -> list[Known]:
    """What is known of the elements that a viewer may see, but for maps."""
    found: list[Known] = []
    asked: dict[str, object] = {"size": PAGE, "types": types, "ids": ids, "visible": sized(viewer.visible)}
    after = ""
    while rows := (await store.read(MATCHING["elements"].text, asked | {"after": after}, name="duplicates"))[0][0]:
        found += await store.work(lambda page: [each for row in page if (each := _known(row))], rows)
        after = rows[-1][0]
        if len(rows) < PAGE:
            break
    return found


async def known_names(store: Store, viewer: Viewer) -> dict[str, str]:
    """The labels of the elements that a viewer may see, by their folded names."""
    return {fold(name): each.label for each in await known_elements(store, viewer) for name in each.names}


def _known(row: Sequence[Any]) -> Known | None:
    id_, labels, names, kind, place, codes, url, year, at = row
    own = [label for label in labels if label not in _TRAITS]
    label = own[0] if len(own) == 1 else next((label for label in own if label in _TOGETHER), "")
    if label in _UNMATCHED or not names:
        return None
    codes = {name: str(value) for name, value in codes.items() if value is not None}
    located = at or (place[2] if place else None)
    return Known(
        id_,
        label,
        tuple(names),
        kind,
        (place[0], place[1]) if place else None,
        codes,
        host_of(url),
        year,
        (located[0], located[1]) if located else None,
    )


# -------------------------------------------------------------------------------------------------------- the whole graph


def pairs_of(elements: Sequence[Known]) -> list[Grouped]:
    """Pairs of elements that may be the same, the surest first, each with its group."""
    by_type: defaultdict[str, list[Known]] = defaultdict(list)
    for element in elements:
        by_type[_TOGETHER.get(element.label, element.label)].append(element)
    found = [pair for some in by_type.values() for pair in _scored(some)]
    found.sort(key=lambda pair: (-pair.score, pair.one, pair.other))
    groups = _groups(found)
    return [Grouped(pair, groups[pair.one]) for pair in found]


def _scored(elements: Sequence[Known]) -> Iterator[Pair]:
    worth = sorted(_worth_comparing(elements))
    for begin in range(0, len(worth), BLOCK):
        for one, other in _alike(elements, worth[begin : begin + BLOCK]):
            pair = compared(elements[one], elements[other])
            if pair.score >= LEAST:
                yield pair


def _alike(elements: Sequence[Known], pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The pairs of which some names share most of their words, by a measure that takes a fraction of the time."""
    names = [
        (number, " ".join(first.words), " ".join(second.words))
        for number, (one, other) in enumerate(pairs)
        for first in elements[one].taken
        for second in elements[other].taken
    ]
    ones, others = [first for _, first, _ in names], [second for _, _, second in names]
    scores = process.cpdist(ones, others, scorer=fuzz.token_set_ratio, score_cutoff=LIKELY, dtype=np.uint8)
    alike = {names[place][0] for place in np.flatnonzero(scores)}
    for number, (one, other) in enumerate(pairs):
        if number in alike or not elements[one].codes.items().isdisjoint(elements[other].codes.items()):
            yield one, other


def _worth_comparing(elements: Sequence[Known]) -> set[tuple[int, int]]:
    """Pairs, by number, that share a key and are not known to be in different municipalities."""
    placed: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    anywhere: defaultdict[str, list[int]] = defaultdict(list)
    nowhere: defaultdict[str, list[int]] = defaultdict(list)
    for number, element in enumerate(elements):
        for key in dict.fromkeys(keys_of(element)):
            anywhere[key].append(number)
            if element.place is None or element.label == "Place":
                nowhere[key].append(number)
            else:
                placed[element.place[0], key].append(number)
    found: set[tuple[int, int]] = set()
    for numbers in placed.values():
        if len(numbers) <= SHARED:
            found.update(combinations(numbers, 2))
    for key, numbers in nowhere.items():
        if len(numbers) * len(anywhere[key]) <= SHARED * SHARED:
            found.update((min(n, m), max(n, m)) for n in numbers for m in anywhere[key] if n != m)
    for key, numbers in anywhere.items():
        if key[:2] not in ("~ ", "= ") and key != "bare" and len(numbers) <= SHARED:
            found.update(combinations(numbers, 2))
    return found


def _groups(pairs: Iterable[Pair]) -> dict[str, str]:
    """The group of each element. The surest pairs join groups first, and none grows beyond the largest."""
    members: dict[str, set[str]] = {}
    for pair in pairs:
        one, other = members.setdefault(pair.one, {pair.one}), members.setdefault(pair.other, {pair.other})
        if one is not other and len(one) + len(other) <= LARGEST_GROUP:
            one |= other
            members.update(dict.fromkeys(other, one))
    return {id_: min(group) for id_, group in members.items()}


# --------------------------------------------------------------------------------------------------------------- the list


class Duplicates:
    """The work list of one process, worked out anew when the map has changed; one at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[tuple[str, ...], tuple[Position, float, list[Grouped]]] = {}
        self._turn = asyncio.Lock()

    async def listed(self, viewer: Viewer, *, after: int = 0) -> list[Grouped]:
        """The pairs that a viewer may see and that nobody has decided on, the surest first.

        They are those of the map as it was ``after`` the change of this number, or later. Raises DatabaseUnavailable and
        DatabaseTimeout as ``Store`` does.
        """
        async with self._turn:
            found = await self._worked_out(viewer, after)
        return await undecided(self._store, found)

    async def _worked_out(self, viewer: Viewer, after: int) -> list[Grouped]:
        at = await latest(self._store)
        position, made, found = self._known.get(viewer.visible, (None, 0.0, []))
        fresh = time.monotonic() - made < FRESH
        if position is not None and (position == at or (fresh and position.sequence >= min(after, at.sequence))):
            return found
        elements = await known_elements(self._store, viewer)
        found = await self._store.work(pairs_of, elements)
        self._known[viewer.visible] = at, time.monotonic(), found
        return found


async def undecided(store: Store, found: Sequence[Grouped]) -> list[Grouped]:
    """The pairs without those of which somebody said that they are not the same."""
    [[decided]] = await store.read(MATCHING["decided"].text, name="decided")
    apart = {(one, other) for one, other, status in decided if not is_proposed(status)}
    return [each for each in found if (each.pair.one, each.pair.other) not in apart]


async def elsewhere(store: Store, viewer: Viewer, id_: str) -> list[Grouped]:
    """What may be the same as one element that a viewer may see, the surest first."""
    own = await known_elements(store, viewer, ids=[id_])
    if not own:
        return []
    [asked] = own
    types = (asked.label, *_TOGETHER.values()) if asked.label in (*_TOGETHER, *_TOGETHER.values()) else (asked.label,)
    sought = [Sought(name, types, CANDIDATES) for name in asked.names[:NAMES]]
    ids = {each.id for some in await candidates(store, sought, viewer) for each in some} - {id_}
    others = await known_elements(store, viewer, ids=sorted(ids)) if ids else []
    found = [pair for other in others if (pair := compared(asked, other)).score >= LEAST]
    found.sort(key=lambda pair: (-pair.score, pair.one, pair.other))
    return await undecided(store, [Grouped(pair, min(pair.one, pair.other)) for pair in found])
