"""Namesakes: elements of a list with one name and type, and connections between the same two, that are not the same."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import PurePath

from graph.mapping.drawing import Drawing, Item, folded, text
from graph.mapping.ids import hashed
from graph.mapping.meanings import Meant, agree, meant_by
from graph.mapping.remarks import Remarks
from graph.values.texts import fold

_SHORT = 40
"""Characters of a value that may stand in an id."""

_ROW = re.compile(r"(?:^|, )row \d+$|\[\d+\]$|\.[^.]*$")
"""The end of a place, which says where in its table something stands."""

_LETTERS = re.compile(r"[^\W\d_]+")

_LIBRARY = frozenset({"Library", "Organization"})
"""Labels of elements of which ids of organizations may be."""

_OWN = 0.4
"""Share of the elements up to which their ids are so few that they are none."""


def tell_apart(drawing: Drawing, besides: Collection[str], remarks: Remarks) -> None:
    """Give ids of their own to elements without one that share name and type and contradict each other, be it in one field.

    Those that say the same, or whose fields complete each other, stay one element; so do all where Kumu's rule holds, of
    which the later row wins. Fields ``besides`` name other elements: several rows of one element may list these.
    """
    _free_foreign_ids(drawing)
    _free_shared_ids(drawing, remarks)
    if drawing.named_once:
        return
    _tell_tables_apart(drawing, remarks)
    groups: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in drawing.elements:
        if not item.own and (label := text(item.find("label"))):
            groups[label, fold(item.type)].append(item)
    for (label, _), items in groups.items():
        said = [_said(item, besides) for item in items]
        if not _contradict(said):
            continue
        for item, marks in zip(items, _marks(said), strict=True):
            item.own = f"{label} ({', '.join(filter(None, (item.type, marks)))})"
            message = "has the name and type of another row, and says otherwise; each is an element of its own"
            remarks.count(message, item.place)
    _tell_connections_apart(drawing, remarks)


def _free_shared_ids(drawing: Drawing, remarks: Remarks) -> None:
    """Make a mere field of ids of which each stands at more than two elements, about, which say otherwise: they are no ids."""
    listed = [item for item in drawing.elements if item.own]
    if drawing.has_ids or drawing.worldwide or len({item.own for item in listed}) > len(listed) * _OWN:
        return
    for item in listed:
        item.fields.setdefault("id", item.own)
        item.own = ""
        remarks.count("has the id of other rows, which is no id then but a field", item.place)


def _free_foreign_ids(drawing: Drawing) -> None:
    """Make ids mere fields that are perhaps of something else, such as those of the school of a club.

    They are the rows' own where their table is called so, or rows of others connect what has such ids and no other table has.
    """
    doubtful = [item for item in drawing.elements if item.perhaps]
    if not doubtful:
        return
    connected = {of for item in drawing.connections for of in item.ends or ()}
    tables: dict[Meant, set[str]] = defaultdict(set)
    for item in drawing.elements:
        if item.of:
            tables[item.of].add(_table(item))
    for item in doubtful:
        if not _is_theirs(item, connected, tables):
            item.fields = {item.perhaps: item.own, **item.fields}
            item.keys = {**folded(item.fields), **item.keys}
            item.structure.pop("id", None)
            item.own, item.of = "", None


def _is_theirs(item: Item, connected: Collection[Meant], tables: Mapping[Meant, Collection[str]]) -> bool:
    """Whether an id is that of its row."""
    if not item.of:
        return False
    said = [each for each in (_meant_by_title(_table(item)), meant_by(fold(item.type))) if each]
    return any(agree(each, item.of) for each in said) if said else item.of in connected and len(tables[item.of]) == 1


def _tell_tables_apart(drawing: Drawing, remarks: Remarks) -> None:
    """Make ids hold in one table only where most that stand in two are called otherwise there: each table counts anew.

    Ends of connections name those of the table that has most of them.
    """
    if drawing.has_ids or drawing.worldwide:
        return
    tables: dict[str, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in drawing.elements:
        if item.own:
            tables[item.own][_table(item)].append(item)
    apart = _tables_apart(drawing, tables)
    for own, by_table in tables.items():
        for table in apart & by_table.keys():
            for item in by_table[table]:
                item.own = f"{own} ({table})"
                message = "has the id of another table's row, which is called otherwise; its id holds in its own table"
                remarks.count(message, item.place)
    for item in drawing.connections:
        for side, of in zip(("from", "to"), item.ends or (), strict=False):
            item.structure[side] = _named(text(item.structure.get(side)), of, tables, apart)


def _tables_apart(drawing: Drawing, tables: Mapping[str, Mapping[str, list[Item]]]) -> Collection[str]:
    """The tables whose ids hold in these only."""
    shared = [by_table for by_table in tables.values() if len(by_table) > 1]
    other = [each for each in shared if len({fold(text(items[0].find("label"))) for items in each.values()}) > 1]
    if not other or (len(other) <= len(shared) / 2 and not any(item.ends for item in drawing.connections)):
        return frozenset()
    ends = {text(item.structure.get(side)) for item in drawing.connections for side in ("from", "to")}
    named = Counter(table for own in ends & tables.keys() for table in tables[own])
    meant = named.most_common(1)[0][0] if named else None
    return {table for by_table in other for table in by_table} - {meant}


def _named(own: str, of: Meant, tables: Mapping[str, Mapping[str, list[Item]]], apart: Collection[str]) -> str:
    """What names the end of a connection that is an id of such elements; where only others have it, nothing that there is."""
    likely = {table: _likely(table, items, of) for table, items in tables.get(own, {}).items()}
    if not likely:
        return own
    table = max(likely, key=likely.__getitem__)
    if not likely[table]:
        return f"{own} ({of[1] or of[0]})"
    return f"{own} ({table})" if table in apart else own


_NOT, _PERHAPS, _ALIKE, _SAME = range(4)
"""How likely the ids in a table are those that are meant."""


def _likely(table: str, items: Sequence[Item], of: Meant) -> int:
    """How likely a table is one of such elements, as the heading of its ids, its name or the type of its rows says."""
    said = [each for each in (items[0].of, _meant_by_title(table), meant_by(fold(items[0].type))) if each]
    if of in said:
        return _SAME
    if any(agree(each, of) or {each[0], of[0]} <= _LIBRARY for each in said):
        return _ALIKE
    return _NOT if said else _PERHAPS


def _meant_by_title(table: str) -> Meant | None:
    """What the rows of a table are that is called so."""
    return meant_by(" ".join(_LETTERS.findall(fold(PurePath(table).stem))))


def _table(item: Item) -> str:
    """The table or list in which an element stands."""
    return _ROW.sub("", item.place)


def _tell_connections_apart(drawing: Drawing, remarks: Remarks) -> None:
    """The same for connections without an id that share ends and words, such as two memberships in two years."""
    groups: dict[tuple[str, ...], list[Item]] = defaultdict(list)
    for item in drawing.connections:
        if not item.own:
            ends = (text(item.structure.get(side)) for side in ("from", "to"))
            words = (text(item.find(name)) for name in ("connection type", "type", "relationship", "relation", "label"))
            groups[(*ends, *words)].append(item)
    for key, items in groups.items():
        said = [_said(item, ()) for item in items]
        if _contradict(said):
            for item, marks in zip(items, _marks(said), strict=True):
                item.own = hashed(*key, marks)
                message = "has the ends and words of another row, and says otherwise; each is a connection of its own"
                remarks.count(message, item.place)


def _said(item: Item, besides: Collection[str]) -> Mapping[str, str]:
    """What an item says besides its name and type, as texts that can be compared."""
    apart = {item.keys.get(name) for name in ("label", "type", "element type", *besides)}
    whole = {**item.structure, **item.private, **item.fields}
    return {key: value if isinstance(value, str) else repr(value) for key, value in whole.items() if key not in apart}


def _contradict(said: Sequence[Mapping[str, str]]) -> bool:
    known: dict[str, str] = {}
    return any(known.setdefault(key, value) != value for each in said for key, value in each.items())


def _marks(said: Sequence[Mapping[str, str]]) -> Sequence[str]:
    """What tells some items apart: the value of the first field that differs in all of them, or all that they say."""
    for key in said[0]:
        values = [each.get(key, "") for each in said]
        if all(values) and len(set(values)) == len(values):
            return [value if len(value) <= _SHORT else hashed(value) for value in values]
    return [hashed(*(f"{key}\0{each[key]}" for key in sorted(each))) for each in said]
