"""Lists of connections without headings: two names a row and what connects them, or a name and all its neighbours."""

from collections.abc import Collection, Iterator, Sequence

from graph.formats.tables.matrix import is_number
from graph.mapping.drawing import Item, folded, text
from graph.rows import Data
from graph.values.texts import fold

_FEWEST = 3
"""Rows from which on names that stand in several columns are no chance."""

_SHARED = 0.5
"""Share of the names of the first column, or of the others, that stand on both sides."""


def are_listed(rows: Sequence[Sequence[object]], known: Collection[str]) -> bool:
    """Whether rows, of which the first is no heading with words that are ``known``, name the same things on both sides."""
    listed = [said for cells in rows if (said := _names(cells))]
    if len(listed) < _FEWEST or max(map(len, listed)) < 2 or any(fold(name) in known for name in listed[0]):
        return False
    if _are_numbered([said[0] for said in listed]):
        return False
    if _are_pairs(listed):
        return True
    ends = [said[:2] for said in listed] if _have_words(listed) else listed
    starts, others = {said[0] for said in ends}, {name for said in ends for name in said[1:]}
    again = {name for said in ends[1:] for name in said}
    shared = len(starts & others)
    is_closed = shared >= _SHARED * min(len(starts), len(others)) and shared > 1 and not again.isdisjoint(ends[0])
    are_pairs = all(len(said) == 2 for said in listed) and all(name.isdecimal() for name in starts | others)
    return is_closed and (are_pairs or not all(map(is_number, starts | others)))


def alone(place: str, rows: Sequence[tuple[int, Sequence[object]]]) -> Iterator[Item]:
    """The elements of rows that hold one name and connect it with nothing."""
    for number, cells in rows:
        if len(names := _names(cells)) == 1:
            yield Item(f"{place}row {number}", "", {}, {"label": names[0]}, keys={"label": "label"}, only_named=True)


def _are_pairs(listed: Sequence[Sequence[str]]) -> bool:
    """Whether each row is two words, or two and a number, of which both of the first row stand again in their columns.

    None has just one second word, such as the town of a name: then it is a list of these.
    """
    widths = {len(said) for said in listed}
    if widths not in ({2}, {3}) or (widths == {3} and not all(is_number(said[2]) for said in listed)):
        return False
    starts, ends = ([said[side] for said in listed] for side in (0, 1))
    several = len({(said[0], said[1]) for said in listed}) > len({*starts})
    return several and starts[0] in starts[1:] and ends[0] in ends[1:] and not any(map(is_number, (*starts, *ends)))


def drawn(place: str, rows: Sequence[tuple[int, Sequence[object]]]) -> Iterator[Item]:
    """The connections of such a list; where it says each from both sides, each once."""
    listed = [(number, names) for number, cells in rows if (names := _names(cells))]
    has_words = _have_words([names for _, names in listed]) or _are_pairs([names for _, names in listed])
    said = {triple: number for number, names in reversed(listed) for triple in _triples(names, has_words=has_words)}
    both_ways = all((end, start, word) in said for start, end, word in said)
    for (start, end, word), number in reversed(said.items()):
        if not both_ways or start <= end:
            fields: Data = {("weight" if is_number(word) else "type"): word} if word else {}
            structure: Data = {"from": start, "to": end, "direction": "undirected" if both_ways else "directed"}
            yield Item(f"{place}row {number}", "", structure, fields, keys=folded(fields))


def _triples(said: Sequence[str], *, has_words: bool) -> Iterator[tuple[str, str, str]]:
    """The two ends of each connection of a row, and its word."""
    for end in said[1:2] if has_words else said[1:]:
        yield said[0], end, said[2] if has_words and len(said) > 2 else ""


def _are_numbered(starts: Sequence[str]) -> bool:
    """Whether the first column only counts the rows."""
    return starts == [str(number) for number in range(1, len(starts) + 1)]


def _names(cells: Sequence[object]) -> list[str]:
    return [said for cell in cells if (said := text(cell))]


def _have_words(listed: Sequence[Sequence[str]]) -> bool:
    """Whether the third of three columns says what connects the first two."""
    if any(len(said) != 3 for said in listed):
        return False
    ends = {name for said in listed for name in said[:2]}
    return ends.isdisjoint(said[2] for said in listed)
