"""Connections that must not lead in a circle: a broader term is not narrower than itself, a part does not hold its whole."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from graph.model import ConnectionType
from graph.questions.named import WRITES
from graph.store import Transaction

Pair = tuple[str, str]
"""The ids of the ends of a connection."""


async def circles(
    transaction: Transaction, type_: ConnectionType, made: Iterable[Pair], ended: Iterable[Pair] = ()
) -> tuple[dict[Pair, list[str]], Mapping[str, str | None]]:
    """The ids along the circle that each of some connections would close, and the visibilities of what stands there.

    ``ended`` are those that stand in the database and will not any more.
    """
    made, gone = list(made), set(ended)
    asked = {"ids": sorted({end for _, end in made}), "type": type_.type}
    leading: defaultdict[str, list[str]] = defaultdict(list)
    visibilities: dict[str, str | None] = {}
    for start, end, *seen in await transaction.run(WRITES["steps_beyond"].text, asked):
        visibilities |= zip((start, end), seen, strict=True)
        if (start, end) not in gone:
            leading[start].append(end)
    for start, end in made:
        leading[start].append(end)
    try:
        TopologicalSorter(leading).prepare()  # which takes no time that grows with the square
    except CycleError:
        pass
    else:
        return {}, visibilities
    found = ((pair, _way(leading, pair[1], pair[0])) for pair in made)
    return {pair: [pair[0], *way] for pair, way in found if way}, visibilities


def _way(leading: Mapping[str, list[str]], start: str, end: str) -> list[str]:
    """A shortest way from one element to another, both included; nothing where there is none."""
    before: dict[str, str] = {start: ""}
    reached = [start]
    for each in reached:
        if each == end:
            break
        for further in leading.get(each, ()):
            if further not in before:
                before[further] = each
                reached.append(further)
    else:
        return []
    way = [end]
    while way[-1] != start:
        way.append(before[way[-1]])
    return way[::-1]
