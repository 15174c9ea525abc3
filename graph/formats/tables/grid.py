"""Rows of cells, whatever file they come from, as elements and connections of a drawing."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.formats.values import SEPARATOR
from graph.mapping import meanings
from graph.mapping.drawing import Drawing, Item, folded, text
from graph.mapping.remarks import Remarks
from graph.model import Kind
from graph.rows import Data
from graph.texts import fold

Cells = Sequence[object]

LABELS = frozenset(
    {"label", "name", "nazev", "jmeno", "title", "titul", "nazev organizace", "nazev akce", "nazev aktivity",
     "nazev knihovny", "nazwa", "nazov", "naziv", "nom", "nombre", "nome", "naam", "navn", "namn", "bezeichnung", "titre",
     "titolo", "titulo", "titel", "organisation", "organization name", "organisation name", "organization", "organizace", "element"}
)  # fmt: skip
"""Headings of the column that names an element, folded."""

_FROM = frozenset({"from", "source", "od", "odkud", "zdroj"})
_TO = frozenset({"to", "target", "do", "komu", "kam", "cil"})
_TYPES = (
    "type",
    "element type",
    "connection type",
    "typ",
    "druh",
    "kategorie",
    "category",
    "kind",
    "rodzaj",
    "tipo",
    "categorie",
    "categoria",
    "rubrik",
    "soort",
)
"""Headings of the column with the type, the likeliest first."""

_NAMING = frozenset(
    {"name", "label", "title", "nazev", "jmeno", "nazwa", "nazov", "naziv", "nombre", "nome", "nom", "naam", "navn", "namn",
     "bezeichnung", "titre", "titolo", "titulo", "titel"}
)  # fmt: skip
"""Words of a heading such as Library name, folded."""

_MOST = 0.8

_PROSE = frozenset(
    word
    for fields in meanings.ELEMENT_FIELDS.values()
    for word, property_ in fields.items()
    if property_.kind is Kind.STRING and not (property_.choices or property_.rule)
)
"""Fields that hold one text, in which a bar is a mere character."""

_DIRECTION = frozenset({"direction", "smer"})

HEADING = 10
"""Rows of a table among which its headings are looked for."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows that are not blank, each with its number in the file, the first of which has the headings."""

    place: str
    rows: Sequence[tuple[int, Cells]]


def draw(grids: Iterable[Grid], remarks: Remarks) -> Drawing:
    """A drawing of all tables of a file."""
    drawing = Drawing()
    for grid in grids:
        if not (rows := _from_heading(grid)):
            continue
        (number, heading), *body = rows
        for above, _ in grid.rows[: len(grid.rows) - len(rows)]:
            remarks.notice(f"{grid.place}row {above}", "stands above the headings; it is left out")
        if not body:
            remarks.notice(f"{grid.place}row {number}", "has headings and nothing below them; it is left out")
            continue
        names = _names(heading, f"{grid.place}row {number}", remarks)
        drawing.named_once |= any(fold(name) == "label" for name in names)
        if start := _ends(names):
            drawing.connections += _connections(grid, body, names, start, remarks)
        else:
            drawing.elements += _elements(grid, number, body, names, remarks)
    return drawing


def _from_heading(grid: Grid) -> Sequence[tuple[int, Cells]]:
    """The rows from the one with the headings on: the first that has a heading known, or else the first of several cells."""
    for at, (_, cells) in enumerate(grid.rows[:HEADING]):
        known = {fold(text(cell)) for cell in cells}
        if known & LABELS or (known & _FROM and known & _TO):
            return grid.rows[at:]
    for at, (_, cells) in enumerate(grid.rows[:HEADING]):
        if sum(bool(text(cell)) for cell in cells) > 1:
            return grid.rows[at:]
    return grid.rows


def _names(heading: Cells, place: str, remarks: Remarks) -> list[str]:
    """Names of columns, each once; those without one are called by their number."""
    names: list[str] = []
    for number, cell in enumerate(heading, 1):
        name = text(cell) or f"column {number}"
        if name in names:
            remarks.notice(place, f"{name!r:.60} names several columns; column {number} is called '{name} {number}'")
            name = f"{name} {number}"
        names.append(name)
    return names


def _ends(names: Sequence[str]) -> tuple[str, str] | None:
    """The columns of both ends, if it is a table of connections."""
    start = next((name for name in names if fold(name) in _FROM), None)
    end = next((name for name in names if fold(name) in _TO), None)
    return (start, end) if start and end else None


def _elements(
    grid: Grid, heading: int, body: Sequence[tuple[int, Cells]], names: list[str], remarks: Remarks
) -> Iterator[Item]:
    label = next((name for name in names if fold(name) in LABELS), "")
    if not label:
        label = _naming(names, body)
        message = f"is taken for the headings, though none is Label; {label!r:.60} names the elements"
        remarks.notice(f"{grid.place}row {heading}", message)
    type_ = _type(names)
    for place, own, fields in _read(grid, body, names, {label}, remarks):
        given = {"label" if name == label else name: value for name, value in fields.items()}
        yield _item(place, own, {"id": own} if own else {}, given, type_)


def _naming(names: Sequence[str], body: Sequence[tuple[int, Cells]]) -> str:
    """The column that likely names the elements: called a name of something, or else one with a text of its own in most rows."""
    texts = {name: [cells[at] for _, cells in body if at < len(cells)] for at, name in enumerate(names)}
    own = {name: len({cell for cell in cells if isinstance(cell, str) and cell}) for name, cells in texts.items()}
    listed = [name for name in names if fold(name) != "id"] or [*names]
    if called := [name for name in listed if not _NAMING.isdisjoint(fold(name).split())]:
        return max(called, key=own.__getitem__)
    return next((name for name in listed if own[name] > _MOST * len(body)), listed[0])


def _connections(
    grid: Grid, body: Iterable[tuple[int, Cells]], names: list[str], ends: tuple[str, str], remarks: Remarks
) -> Iterator[Item]:
    (start, end), type_ = ends, _type(names)
    turned = next((name for name in names if fold(name) in _DIRECTION), "")
    for place, own, fields in _read(grid, body, names, {turned}, remarks):
        sources, targets = _listed(fields.pop(start, "")), _listed(fields.pop(end, ""))
        direction = fields.pop(turned, None)
        structure = {"direction": text(direction).lower()} if direction else {}
        several = len(sources) * len(targets) > 1
        for source in sources:
            for target in targets:
                yield _item(
                    place, "" if several else own, {**structure, "from": source, "to": target}, {**fields}, type_
                )


def _read(
    grid: Grid, body: Iterable[tuple[int, Cells]], names: list[str], whole: Collection[str], remarks: Remarks
) -> Iterator[tuple[str, str, Data]]:
    """Of each row: its place, its id, and its fields; the id and the ``whole`` ones hold one value, bars and all."""
    id_ = next((name for name in names if fold(name) == "id"), "")
    for number, cells in body:
        place = f"{grid.place}row {number}"
        fields: Data = {}
        for column, cell in enumerate(cells):
            if cell in (None, ""):
                continue
            if column >= len(names):
                names += (f"column {each + 1}" for each in range(len(names), column + 1))
                remarks.notice(place, f"has a cell in column {column + 1}, which has no heading; it is called so")
            name = names[column]
            fields[name] = cell if name == id_ or name in whole or fold(name) in _PROSE else _parted(cell)
        yield place, text(fields.pop(id_, "")), fields


def _type(names: Sequence[str]) -> str:
    """The column with the type."""
    found = {fold(name): name for name in reversed(names)}
    return next((found[name] for name in _TYPES if name in found), "")


def _item(place: str, own: str, structure: Data, fields: Data, type_: str) -> Item:
    given = {"type" if name == type_ else name: value for name, value in fields.items()}
    return Item(place, own, structure, given, keys=folded(given))


def _parted(cell: object) -> object:
    """The values of a cell, a list where there are several."""
    if not isinstance(cell, str) or SEPARATOR not in cell:
        return cell
    return [part for each in cell.split(SEPARATOR) if (part := each.strip())]


def _listed(value: object) -> list[str]:
    return [text(each) for each in value] if isinstance(value, list) else [text(value)]
