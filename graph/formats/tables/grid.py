"""Rows of cells, whatever file they come from, as elements and connections of a drawing."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph.formats.naming import (
    BODIES,
    CONNECTION_TYPES,
    ELEMENT_TYPES,
    ENDS,
    GENDER,
    GENDERS,
    NAMES,
    OF_PEOPLE,
    PEOPLE,
    WHOLE_NAMES,
    are_of_people,
    are_times,
    called_a_name,
    is_key,
    keyed,
    keyed_ends,
    naming,
    type_of_rows,
    worded,
)
from graph.formats.tables import matrix, neighbours
from graph.formats.values import SEPARATOR
from graph.mapping import meanings
from graph.mapping.drawing import Drawing, Item, folded, text
from graph.mapping.remarks import Remarks
from graph.model import Kind
from graph.rows import Data
from graph.values.texts import fold

Cells = Sequence[object]

_LABELS = frozenset(NAMES)
_FROM, _TO = (frozenset(pair[side] for pair in ENDS) for side in (0, 1))
_TYPES = ("type", *(name for name in ELEMENT_TYPES if name not in ("label", "labels", "group", "class", "skupina")))
_KNOWN = _LABELS | meanings.COLUMN_WORDS.keys() | {word for each in meanings.ELEMENT_FIELDS.values() for word in each}
"""Headings that are known."""

_HEADINGS = _KNOWN | _FROM | _TO | meanings.LABELS.keys() | {*ELEMENT_TYPES, *CONNECTION_TYPES}
"""Words that may head a column."""

_IDS = frozenset({"key", "identifier", "uid", "uuid", "node id", "nodeid", "qid"})
"""Columns that have ids, where each of their values stands once."""

_OF_ROW = frozenset({
    "item", "wikidata", "wikidata id", "wikidata item", "wikidata url", "wikidata uri", "wikidata entity", "entity", "qid", "uri",
    "polozka", "polozka wikidata",
})  # fmt: skip
"""Columns that have what a row itself is among the items of Wikidata."""

_BOTH = re.compile(r"(.*\S)\s?(1|a)", re.DOTALL)
"""A heading that another one with 2 or b may follow, as of both ends of a connection."""

_OF_ONE = frozenset({"address", "adresa", "name", "jmeno", "nazev", "phone", "telefon", "tel", "email", "line"})
"""What one element may have two of."""

_SUMS = frozenset({"celkem", "soucet", "total", "totals", "sum", "grand total", "summe", "gesamt", "razem", "spolu"})
"""What the last row may be that is no row of the list, folded."""

_EMAIL = re.compile(r"(?<=\S)@[^\s@.][^\s@.]*+\.\S")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_YEAR = re.compile(r"(19|20)\d\d")
_PROSE = frozenset(
    word
    for fields in meanings.ELEMENT_FIELDS.values()
    for word, property_ in fields.items()
    if property_.kind is Kind.STRING and not (property_.choices or property_.rule)
)
"""Fields that hold one text, in which a bar is a mere character."""

_DIRECTION = frozenset({"direction", "smer"})
_WAYS = frozenset({"directed", "undirected", "mutual"})

_HALF, _MOST = 0.5, 0.9
"""Shares of the rows in which a column has values of their own, from which on it names these; and a body names its rows."""

HEADING = 10
"""Rows of a table among which known headings are looked for."""

_BLOCK, _WIDE, _WIDEST, _OWN = 40, 4, 0.6, 0.9
"""Rows of notes and groups that may stand above headings that are not known; of these, how many there are at least, the share
of the cells of the widest row below that they fill, and the share that stands once.
"""

_ENTITY = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q\d+)")


class _Key(NamedTuple):
    """What the ids of a table are of by their heading, which this is where they are perhaps not of the rows."""

    of: meanings.Meant | None
    perhaps: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows that are not blank, each with its number in the file, the first of which has the headings."""

    place: str
    rows: Sequence[tuple[int, Cells]]
    across: frozenset[int] = frozenset()
    """Rows whose cells are merged into one that stands across the table."""
    title: str = ""


def draw(grids: Iterable[Grid], remarks: Remarks) -> Drawing:
    """A drawing of all tables of a file."""
    drawing = Drawing()
    for grid in grids:
        if grid.rows:
            _draw(grid, drawing, remarks)
    return drawing


def _draw(grid: Grid, drawing: Drawing, remarks: Remarks) -> None:
    if found := matrix.drawn(grid.place, grid.rows, _HEADINGS):
        drawing.elements += found.elements
        drawing.connections += found.connections
        return
    if neighbours.are_listed([cells for _, cells in grid.rows], _KNOWN | _FROM | _TO):
        message = "no row has headings; names of one column stand in another, so rows are connections"
        remarks.notice(f"{grid.place}row {grid.rows[0][0]}", message)
        drawing.elements += neighbours.alone(grid.place, grid.rows)
        drawing.connections += neighbours.drawn(grid.place, grid.rows)
        return
    at = _heading(grid.rows)
    above, rows = grid.rows[: max(at, 0)], grid.rows[at + 1 :]
    for number, _ in above:
        remarks.count("stands above the headings; it is left out", f"{grid.place}row {number}")
    number, heading = grid.rows[at] if at >= 0 else (grid.rows[0][0], ())
    if not rows:
        remarks.notice(f"{grid.place}row {number}", "has headings and nothing below them; it is left out")
        return
    names = _names(heading, above[-1][1] if above else (), f"{grid.place}row {number}", remarks)
    if at < 0:
        names = [f"column {each + 1}" for each in range(max(len(cells) for _, cells in rows))]
        remarks.notice(f"{grid.place}row {number}", "no row has headings; columns are called by their number")
    drawing.named_once |= any(fold(name) == "label" for name in names)
    body = _without_sums(grid, rows, remarks)
    if at >= 0 and (start := _ends(names, body)):
        drawing.connections += _connections(grid, body, names, start, remarks)
    else:
        drawing.elements += _elements(grid, number, body, names, remarks)


def _heading(rows: Sequence[tuple[int, Cells]]) -> int:
    """Which row has the headings: the first of several cells, unless one below it has more that are known; none is -1."""
    filled = [[word for cell in cells if (word := fold(text(cell)))] for _, cells in rows[:HEADING]]
    first = next((at for at, cells in enumerate(filled) if len(cells) > 1), 0)
    best, names = first, len(_KNOWN.intersection(filled[first]))
    for at, said in enumerate(filled[first + 1 :], first + 1):
        known = len(_KNOWN.intersection(said))
        ends = not (_FROM.isdisjoint(said) or _TO.isdisjoint(said))
        if (ends or not _LABELS.isdisjoint(said)) and known > names and (known > 1 or len(said) > len(filled[first])):
            best, names = at, known
    if not names and (at := _below_groups(rows)):
        return at
    return -1 if best == 0 and _is_body(rows) else best


def _below_groups(rows: Sequence[tuple[int, Cells]]) -> int:
    """The first row of texts that is as wide as the list, where what stands above is at most half as wide; 0 where none is."""
    widths = [sum(bool(text(cell)) for cell in cells) for _, cells in rows]
    usual = sorted(widths)[len(widths) // 2]
    for at, (_, cells) in enumerate(rows[:_BLOCK]):
        said = [found for cell in cells if (found := text(cell))]
        if len(said) > max(usual, max(widths[at + 1 :], default=0)) * _WIDEST:
            is_heading = len(said) >= _WIDE and len(set(said)) > len(said) * _OWN and not any(map(_is_value, said))
            is_apart = all(width <= len(said) / 2 for width in widths[:at]) and not _are_headings(rows[:at])
            return at if is_heading and is_apart and not any(_again(cells, [row for _, row in rows[at + 1 :]])) else 0
    return 0


def _are_headings(above: Sequence[tuple[int, Cells]]) -> bool:
    """Whether what stands above a row may be the headings, too: one row of several cells, without a gap from the left."""
    wide = [filled for _, cells in above if sum(filled := [bool(text(cell)) for cell in cells]) > 1]
    return len(wide) == 1 and all(wide[0][: sum(wide[0])])


def _is_body(rows: Sequence[tuple[int, Cells]]) -> bool:
    """Whether the first row has numbers or addresses where all others have some, too: it has no headings then."""
    first, others = rows[0][1], [cells for _, cells in rows[1:]]
    is_heading = not (_LABELS | {"id"}).isdisjoint(fold(text(cell)) for cell in first)
    return (
        bool(others)
        and not is_heading
        and (
            any(
                _is_value(cell) and all(_is_value(cells[at]) for cells in others if at < len(cells) and text(cells[at]))
                for at, cell in enumerate(first)
            )
            or _comes_again(first, others)
        )
    )


def _comes_again(first: Cells, others: Sequence[Cells]) -> bool:
    """Whether what the first row says stands below in the same columns, too, though never as a whole: it is no heading."""
    said = [text(cell) for cell in first]
    is_known = any(fold(each) in _HEADINGS or called_a_name(each) for each in said)
    if is_known or any([*map(text, cells)] == said for cells in others):
        return False
    if _are_over_numbers(said, others) or any(_stands_in(said, cells) for cells in others):
        return False
    again = _again(first, others)
    if len(again) < _WIDE:
        return again[1:] == [True] or (len(again) > 1 and sum(again) > len(again) / 2)
    return sum(again) >= len(again) / 2


def _again(first: Cells, others: Sequence[Cells]) -> list[bool]:
    """Of each cell of a row that is not empty: whether it comes again below."""
    said = [text(cell) for cell in first]
    below = [{text(cells[at]) for cells in others if at < len(cells)} for at in range(len(said))]
    return [each in column for each, column in zip(said, below, strict=True) if each]


def _stands_in(said: Sequence[str], cells: Cells) -> bool:
    """Whether a row repeats the first and another cell of one, as a heading on a further page does."""
    same = [bool(each) and each == text(cell) for each, cell in zip(said, cells, strict=False)]
    return same[:1] == [True] and sum(same) > 1


def _are_over_numbers(said: Sequence[str], others: Sequence[Cells]) -> bool:
    """Whether some column has words on top and only numbers below."""
    for at, each in enumerate(said):
        below = [found for cells in others if at < len(cells) and (found := text(cells[at]))]
        if each and not _NUMBER.fullmatch(each) and below and all(map(_NUMBER.fullmatch, below)):
            return True
    return False


def _is_value(cell: object) -> bool:
    said = text(cell)
    return "://" in said or bool(_EMAIL.search(said)) or bool(_NUMBER.fullmatch(said) and not _YEAR.fullmatch(said))


def _without_sums(grid: Grid, rows: Sequence[tuple[int, Cells]], remarks: Remarks) -> Sequence[tuple[int, Cells]]:
    """The rows but the last ones that sum them up, or stand apart below them in one cell."""
    kept = [*rows]
    is_wide = any(sum(bool(text(cell)) for cell in cells) > 1 for _, cells in rows)
    while len(kept) > 1:
        number, cells = kept[-1]
        said = [found for cell in cells if (found := text(cell))]
        apart = is_wide and number - kept[-2][0] > 1 and len(said) == 1
        if not apart and not (said and fold(said[0].partition(":")[0]) in _SUMS):
            break
        remarks.notice(f"{grid.place}row {number}", f"{' '.join(said)!r:.80} stands below the list; it is left out")
        kept.pop()
    return kept


def _names(heading: Cells, above: Cells, place: str, remarks: Remarks) -> list[str]:
    """Names of columns, each once; what stands above them tells two apart, and those without one have a number."""
    names: list[str] = []
    group = ""
    for number, cell in enumerate(heading, 1):
        group = (text(above[number - 1]) if number <= len(above) else "") or group
        name = text(cell) or f"column {number}"
        if name in names:
            called = f"{group} {name}" if group and f"{group} {name}" not in names else f"{name} {number}"
            remarks.notice(place, f"{name!r:.60} names several columns; column {number} is called {called!r:.80}")
            name = called
        names.append(name)
    return names


def _ends(names: Sequence[str], body: Sequence[tuple[int, Cells]]) -> tuple[str, str] | None:
    """The columns of both ends, if it is a table of connections and not of times."""
    ends = keyed_ends(names)
    if ends and any(len(_column(names, body, key)) <= _HALF * len(body) for key, _ in ends):
        ends = None
    if found := ends or _pair(names, body):
        return found[0][0], found[1][0]
    start = next((name for name in names if fold(name) in _FROM), "")
    end = next((name for name in names if fold(name) in _TO), "")
    if start and end and not any(are_times(_column(names, body, name)) for name in (start, end)):
        return start, end
    one, other = [*(name for name in names if fold(name) != "id"), "", ""][:2]
    if _LABELS.isdisjoint(map(fold, names)) and (pair := _BOTH.fullmatch(fold(one))):
        word, mark = pair.groups()
        if word not in _OF_ONE and re.fullmatch(rf"{re.escape(word)}\s?{'2' if mark == '1' else 'b'}", fold(other)):
            return one, other
    return None


def _pair(names: Sequence[str], body: Sequence[tuple[int, Cells]]) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """The first two columns where both hold ids that come again in other rows, and each pair of them stands once, about."""
    if len(names) < 2 or not all(map(is_key, names[:2])) or any(fold(name) in _LABELS for name in names):
        return None
    one, other = ([*map(text, _column(names, body, name))] for name in names[:2])
    come_again = len(one) == len(other) and max(len({*one}), len({*other})) < _MOST * len(body)
    return (
        ((names[0], ""), (names[1], ""))
        if come_again and len({*zip(one, other, strict=True)}) > _MOST * len(one)
        else None
    )


def _column(names: Sequence[str], body: Sequence[tuple[int, Cells]], name: str) -> list[object]:
    at = names.index(name)
    return [cells[at] for _, cells in body if at < len(cells) and text(cells[at])]


def _elements(
    grid: Grid, heading: int, body: Sequence[tuple[int, Cells]], names: list[str], remarks: Remarks
) -> Iterator[Item]:
    label = _label(names, body)
    if is_guess := not label:
        label = naming({name: _column(names, body, name) for name in names}, ("id",)) or names[0]
        message = f"is taken for the headings, though none is Label; {label!r:.60} names the elements"
        remarks.notice(f"{grid.place}row {heading}", message)
    people = _people(names, body, label)
    are_people = people or (are_of_people([*map(fold, names)]) and {"type", "typ"}.isdisjoint(map(fold, names)))
    type_ = "" if are_people else _type(_TYPES, names, body, label)
    called = {} if type_ else _type_in(label, _column(names, body, label))
    if not (type_ or called or _are_of_several(names, body)):
        called = _type_of_rows(grid.title, names, body, label)
    if are_people:
        called = {"type": "Person"}
    section, across = "", {f"{grid.place}row {number}" for number in grid.across}
    key = "" if "id" in map(fold, names) else _key(names, body)
    keyed_by = _keyed_by(key, names, body, (label, type_, text(called.get("type"))))
    for place, own, fields in _read(grid, body, names, {label}, remarks, key):
        if place in across:
            section = next(filter(None, map(text, fields.values())), "")
            remarks.count("stands across the table; rows below keep it as the field 'section'", place)
            continue
        given = called | {"label" if name == label else name: value for name, value in fields.items()}
        if label in people:
            given["label"] = " ".join(filter(None, (text(fields.get(name)) for name in people)))
        elif not text(given.get("label")):
            _call(given, own, fields if is_guess else {}, place, remarks)
        if section:
            given.setdefault("section", section)
        item = _item(place, own, {"id": own} if own else {}, given, type_)
        item.of, item.perhaps = keyed_by if own else (None, "")
        yield item


def _call(given: Data, own: str, fields: Data, place: str, remarks: Remarks) -> None:
    """Name a row without a name by its id, or else by the first of its fields, if there are some."""
    if own:
        remarks.count("has no name; it is called by its id", place)
        given["label"] = own
    elif fields:
        remarks.count("has no name where others have theirs; it is called by its first cell", place)
        given["label"] = next(filter(None, map(text, fields.values())), "")


def _keyed_by(key: str, names: Sequence[str], body: Sequence[tuple[int, Cells]], of_rows: Sequence[str]) -> _Key:
    """What the ids of a column are of; ``of_rows`` are the columns of names and types of the rows, and their type besides."""
    of = None if fold(key) in _IDS | _OF_ROW else keyed(key)
    label, type_, called = of_rows
    if not of or {*worded(label)} & ({*worded(key)} - {"id", "key"}):
        return _Key(of, "")
    said = {called, *map(text, _column(names, body, type_) if type_ else ())}
    meant = [found for each in said if (found := meanings.meant_by(fold(each)))]
    return _Key(of, "" if meant and all(meanings.agree(each, of) for each in meant) else key)


def _are_of_several(names: Sequence[str], body: Sequence[tuple[int, Cells]]) -> bool:
    """Whether a column of types tells the rows apart, be it by numbers."""
    said = next((name for name in names if fold(name) in _TYPES[:2]), "")
    return bool(said) and len(set(map(text, _column(names, body, said)))) > 1


def _people(names: Sequence[str], body: Sequence[tuple[int, Cells]], label: str) -> tuple[str, ...]:
    """The columns of a first and a family name, where a row is the person and no body that names one."""
    found = {fold(name): name for name in reversed(names)}
    pair = next(((found[one], found[other]) for one, other in PEOPLE if one in found and other in found), None)
    if not pair:
        return ()
    first = next((text(cells[names.index(pair[1])]) for _, cells in body if len(cells) > names.index(pair[1])), "")
    called = next((text(cells[names.index(label)]) for _, cells in body if len(cells) > names.index(label)), "")
    is_person = label in pair or names.index(pair[0]) < names.index(label) or (first and fold(first) in fold(called))
    return pair if is_person else ()


def _type_in(label: str, values: Sequence[object]) -> Data:
    """The type that the heading of names says besides, as *Název akce* does; what repeats, but for what happens, counts others."""
    said = " ".join(word for word in worded(label) if word not in _LABELS)
    meant, _ = meanings.LABELS.get(said, ("", ""))
    has_own = meant == "Activity" or len(set(map(text, values))) > _MOST * len(values)
    return {"type": said} if meant and has_own else {}


def _type_of_rows(title: str, names: Sequence[str], body: Sequence[tuple[int, Cells]], label: str) -> Data:
    """The type of rows that columns tell which only people have, or else the name of their sheet."""
    keys = {fold(name): name for name in names}
    genders = [fold(text(cell)) for name in GENDER & keys.keys() for cell in _column(names, body, keys[name])]
    are_people = (
        fold(label) in WHOLE_NAMES or not OF_PEOPLE.isdisjoint(keys) or (genders and GENDERS.issuperset(genders))
    )
    said = "person" if are_people else type_of_rows(title, keys)
    return {"type": "Person" if said == "person" else said} if said else {}


def _label(names: Sequence[str], body: Sequence[tuple[int, Cells]]) -> str:
    """The first column that is called a name and has many; one such as Mr and Mrs is a title, one body has many services."""
    called = [name for name in names if fold(name) in _LABELS]
    if label := next((name for name in called if fold(name) == "label"), ""):
        return label
    share = {name: len(set(map(text, _column(names, body, name)))) / len(body) for name in called}
    several = (name for name in called if share[name] > (_MOST if fold(name) in BODIES else _HALF))
    return next(several, next((name for name in called if fold(name) not in BODIES), ""))


def _connections(
    grid: Grid, body: Sequence[tuple[int, Cells]], names: list[str], ends: tuple[str, str], remarks: Remarks
) -> Iterator[Item]:
    start, end = ends
    turned = next((name for name in names if fold(name) in _DIRECTION), "")
    type_ = _type(CONNECTION_TYPES, names, body, turned)
    if type_ and _WAYS.issuperset(map(fold, map(text, _column(names, body, type_)))):
        turned, type_ = type_, ""
    for place, own, fields in _read(grid, body, names, {turned}, remarks):
        sources, targets = _listed(fields.pop(start, "")), _listed(fields.pop(end, ""))
        direction = fields.pop(turned, None)
        structure = {"direction": text(direction).lower()} if direction else {}
        of, to = keyed(start), keyed(end)
        several = len(sources) * len(targets) > 1
        for source in sources:
            for target in targets:
                item = _item(
                    place, "" if several else own, {**structure, "from": source, "to": target}, {**fields}, type_
                )
                item.ends = (of, to) if of and to else None
                yield item


def _read(
    grid: Grid,
    body: Iterable[tuple[int, Cells]],
    names: list[str],
    whole: Collection[str],
    remarks: Remarks,
    key: str = "",
) -> Iterator[tuple[str, str, Data]]:
    """Of each row: its place, its id, and its fields; the id and the ``whole`` ones hold one value, bars and all.

    Without a column called so, the id stands in the ``key``.
    """
    id_ = next((name for name in names if fold(name) == "id"), "") or key
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
        own = text(fields.pop(id_, ""))
        if found := _ENTITY.fullmatch(own):
            own = fields["wikidata"] = found[1]
        yield place, own, fields


def _key(names: Sequence[str], body: Sequence[tuple[int, Cells]]) -> str:
    """The first column where it has an id of each row, about, such as person_id; or one with its own item of Wikidata."""
    for name in names:
        items = [*map(text, _column(names, body, name))] if fold(name) in _OF_ROW else []
        if len({*items}) == len(body) and all(map(_ENTITY.fullmatch, items)):
            return name
    first = next((name for name in names if fold(name) in _IDS), names[0] if names and keyed(names[0]) else "")
    values = [*map(text, _column(names, body, first))] if first else []
    return first if len(values) == len(body) and len({*values}) > _MOST * len(values) else ""


def _type(wanted: Sequence[str], names: Sequence[str], body: Sequence[tuple[int, Cells]], besides: str) -> str:
    """The column with the type; numbers alone are none."""
    found = {fold(name): name for name in reversed(names) if name != besides}
    listed = (found[name] for name in wanted if name in found)
    return next((name for name in listed if not _are_numbers(_column(names, body, name))), "")


def _are_numbers(values: Sequence[object]) -> bool:
    return bool(values) and all(_NUMBER.fullmatch(text(each)) for each in values)


def _item(place: str, own: str, structure: Data, fields: Data, type_: str) -> Item:
    given = {"type" if name == type_ else name: value for name, value in fields.items()}
    return Item(place, own, structure, given, keys=folded(given))


def _parted(cell: object) -> object:
    """The values of a cell, a list where there are several, nothing where only separators stand."""
    if not isinstance(cell, str) or SEPARATOR not in cell:
        return cell
    return [part for each in cell.split(SEPARATOR) if (part := each.strip())] or None


def _listed(value: object) -> list[str]:
    return [text(each) for each in value] if isinstance(value, list) else [text(value)]
