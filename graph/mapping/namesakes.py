"""Namesakes: elements of a list with one name and type, and connections between the same two, that are not the same."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from graph.mapping.drawing import Drawing, Item, text
from graph.mapping.ids import hashed
from graph.mapping.remarks import Remarks
from graph.texts import fold

_SHORT = 40
"""Characters of a value that may stand in an id."""

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
