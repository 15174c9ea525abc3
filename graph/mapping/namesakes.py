"""Namesakes: elements of a list with one name and type, and connections between the same two, that are not the same."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import PurePath

from graph.mapping.drawing import Drawing, Item, text
from graph.mapping.ids import hashed
from graph.mapping.meanings import LABELS
from graph.mapping.remarks import Remarks
from graph.texts import fold

_SHORT = 40
"""Characters of a value that may stand in an id."""

_ROW = re.compile(r"(?:^|, )row \d+$|\[\d+\]$|\.[^.]*$")
"""The end of a place, which says where in its table something stands."""

_OWN = 0.4
"""Share of the elements up to which their ids are so few that they are none."""


def tell_apart(drawing: Drawing, besides: Collection[str], remarks: Remarks) -> None:
    """Give ids of their own to elements without one that share name and type and contradict each other, be it in one field.

    Those that say the same, or whose fields complete each other, stay one element; so do all where Kumu's rule holds, of
    which the later row wins. Fields ``besides`` name other elements: several rows of one element may list these.
    """
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
    shared = [by_table for by_table in tables.values() if len(by_table) > 1]
    other = [each for each in shared if len({fold(text(items[0].find("label"))) for items in each.values()}) > 1]
    typed = [item for item in drawing.connections if any(item.ends)]
    if not other or (len(other) <= len(shared) / 2 and not typed):
        return
    ends = {text(item.structure.get(side)) for item in drawing.connections for side in ("from", "to")}
    named = Counter(table for own in ends & tables.keys() for table in tables[own])
    meant = named.most_common(1)[0][0] if named else None
    apart = {table for by_table in other for table in by_table} - {meant}
    for own, by_table in tables.items():
        for table in apart & by_table.keys():
            for item in by_table[table]:
                item.own = f"{own} ({table})"
                message = "has the id of another table's row, which is called otherwise; its id holds in its own table"
                remarks.count(message, item.place)
    for item in typed:
        _name_tables_of_ends(item, tables, apart)


def _name_tables_of_ends(item: Item, tables: Mapping[str, Mapping[str, list[Item]]], apart: Collection[str]) -> None:
    """Make the ends of a connection name those of the tables whose type it says, where ids hold in these only."""
    for side, label in zip(("from", "to"), item.ends, strict=True):
        own = text(item.structure.get(side))
        found = (table for table, items in tables.get(own, {}).items() if _holds(table, items, label))
        if (table := next(found, "")) in apart:
            item.structure[side] = f"{own} ({table})"


def _holds(table: str, items: Sequence[Item], label: str) -> bool:
    """Whether a table is one of elements of a type, as its name or the type of its rows says."""
    said = (fold(items[0].type), fold(PurePath(table).stem))
    return any(LABELS.get(word, ("", ""))[0] == label for word in said)


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
