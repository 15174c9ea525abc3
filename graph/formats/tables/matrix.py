"""A table whose columns and rows are called by the same names, and whose cells say how strongly two are connected."""

from collections.abc import Collection, Sequence

from graph.formats.naming import is_key
from graph.mapping.drawing import Drawing, Item, folded, text
from graph.rows import Data
from graph.values.texts import fold

_SHARED = 0.9
"""Share of names of rows and columns that stand as both."""

_FEWEST = 2
_FEWEST_ACROSS = 4
"""Names across from which on as many rows of numbers below them are no chance."""

_NONE = ("", "0", "0.0")


def drawn(place: str, rows: Sequence[tuple[int, Sequence[object]]], headings: Collection[str]) -> Drawing | None:
    """The drawing of such a table, with one connection of two that say the same where all do; None for another one.

    Where names stand across only, none of them is one of the ``headings`` that other tables have, folded.
    """
    if len(rows) <= _FEWEST:
        return None
    rows = _named_down(rows, headings)
    across = {at: name for at, cell in enumerate(rows[0][1]) if at and (name := text(cell))}
    down = [(number, name, cells) for number, cells in rows[1:] if cells and (name := text(cells[0]))]
    names = {name for _, name, _ in down}
    shared = len(names & {*across.values()})
    if shared < max(_FEWEST, _SHARED * len(across), _SHARED * len(down)):
        return None
    said = {
        (name, across[at]): (number, text(cell))
        for number, name, cells in down
        for at, cell in enumerate(cells)
        if at in across and text(cell) not in _NONE
    }
    if not all(is_number(value) for _, value in said.values()):
        return None
    both_ways = all(said.get((end, start), (0, ""))[1] == value for (start, end), (_, value) in said.items())
    drawing = Drawing()
    for number, name, _ in down:
        drawing.elements.append(Item(f"{place}row {number}", "", {}, {"label": name}, keys={"label": "label"}))
    for (start, end), (number, value) in said.items():
        if not both_ways or start <= end:
            structure: Data = {"from": start, "to": end, "direction": "undirected" if both_ways else "directed"}
            fields: Data = {"weight": float(value) if "." in value else int(value)}
            drawing.connections.append(Item(f"{place}row {number}", "", structure, fields, keys=folded(fields)))
    return drawing


def _named_down(
    rows: Sequence[tuple[int, Sequence[object]]], headings: Collection[str]
) -> Sequence[tuple[int, Sequence[object]]]:
    """The rows, with the names across also down where only these are given: as many rows of numbers below as names.

    Nothing is connected with itself there.
    """
    names = [text(cell) for cell in rows[0][1]]
    numbers = [[*map(text, cells)] for _, cells in rows[1:]]
    square = len(numbers) == len(names) == len(set(names)) >= _FEWEST_ACROSS and all(
        len(cells) == len(names) and all(is_number(cell) for cell in cells if cell) for cells in numbers
    )
    if not square or any(cells[at] not in _NONE for at, cells in enumerate(numbers)):
        return rows
    if any(not name or is_number(name) or is_key(name) or fold(name) in headings for name in names):
        return rows
    head = (rows[0][0], ["", *rows[0][1]])
    return [head, *((number, [name, *cells]) for name, (number, cells) in zip(names, rows[1:], strict=True))]


def is_number(value: str) -> bool:
    """Whether a cell holds a number."""
    return value.replace(".", "", 1).lstrip("-").isdecimal()
