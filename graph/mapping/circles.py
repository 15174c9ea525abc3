"""Which connections of a map close circles."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

_Pair = tuple[str, str]


def closing_circles(pairs: Iterable[_Pair]) -> set[_Pair]:
    """Of some ways from one element to another those without which there are no circles: a search by depth comes back by them."""
    further: dict[str, list[str]] = defaultdict(list)
    for start, end in pairs:
        further[start].append(end)
    closing: set[_Pair] = set()
    left: set[str] = set()
    for root in [*further]:
        if root not in left:
            closing.update(_back(root, further, left))
    return closing


def _back(root: str, further: dict[str, list[str]], left: set[str]) -> Iterator[_Pair]:
    """The ways from a root that lead back to where a search is on its way; what it has left is done."""
    way = {root: iter(further[root])}
    while way:
        at, ends = next(reversed(way.items()))
        end = next(ends, None)
        if end is None:
            del way[at]
            left.add(at)
        elif end in way:
            yield at, end
        elif end not in left:
            way[end] = iter(further.get(end, ()))
