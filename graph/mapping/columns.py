"""Fields that name other elements, such as a column "Partners" of a list, as connections to these elements."""

import re
from collections import defaultdict
from collections.abc import Iterator

from graph.mapping import meanings
from graph.mapping.drawing import Drawing, Item, folded, text
from graph.mapping.mapping import Column, Mapping
from graph.mapping.remarks import Remarks
from graph.rows import Data
from graph.schema import SCHEMA
from graph.values.texts import fold

SEPARATORS = "|;\n"
"""What parts the names in a field, unless the mapping says what does."""


def connect(drawing: Drawing, mapping: Mapping, remarks: Remarks) -> None:
    """Make connections of the fields of which the mapping says that they name elements; these are made, too."""
    if mapping.columns:
        _Columns(drawing, mapping, remarks).connect()


def named(value: object, separator: str = "") -> list[str]:
    """The names in a field, each once."""
    listed = value if isinstance(value, list) else [value]
    parts = (part for each in listed for part in re.split(f"[{re.escape(separator or SEPARATORS)}]", str(each)))
    return list(dict.fromkeys(name for part in parts if (name := text(part))))


def is_named(value: object) -> bool:
    """Whether a field may name anything."""
    listed = value if isinstance(value, list) else [value]
    return bool(listed) and all(isinstance(each, str | int | float) and text(each) for each in listed)


class _Columns:
    def __init__(self, drawing: Drawing, mapping: Mapping, remarks: Remarks) -> None:
        self._drawing = drawing
        self._mapping = mapping
        self._remarks = remarks
        self._labels = meanings.LABELS | {word: (each.name, each.kind) for word, each in mapping.types.items()}
        self._by_name: dict[str, list[Item]] = defaultdict(list)
        for item in drawing.elements:
            self._by_name[fold(text(item.find("label")))].append(item)

    def connect(self) -> None:
        for item in [*self._drawing.elements]:
            for word, column in self._mapping.columns.items():
                key = item.keys.get(word)
                if key in item.fields and (item.own or text(item.find("label"))):
                    self._drawing.connections += self._connections(item, word, key, column)

    def _connections(self, item: Item, word: str, key: str, column: Column) -> Iterator[Item]:
        place = f"{item.place}.{key:.60}"
        if not is_named(item.fields[key]):
            self._remarks.count(f"{key:.60} holds no names; it stays a field", place)
            return
        self._remarks.count(f"{key:.60} becomes connections, as the mapping says", place)
        fields: Data = {"type": key if column.type else meanings.COLUMN_WORDS.get(word, key)}
        for name in named(item.fields.pop(key), column.separator):
            ends: Data = {"from": _reference(item), "to": _reference(self._element(name, column, place))}
            yield Item(place, "", ends, {**fields}, keys=folded(fields), start=item)

    def _element(self, name: str, column: Column, place: str) -> Item:
        """The element of a name: one that is drawn and may be meant, or a new one."""
        for item in self._by_name[fold(name)]:
            if column.label in self._names_of(item):
                return item
        fields: Data = {"label": name, "element type": column.label}
        made = Item(place, f"{column.label} {name}", {}, fields, keys=folded(fields), only_named=True)
        self._drawing.elements.append(made)
        self._by_name[fold(name)].append(made)
        return made

    def _names_of(self, item: Item) -> tuple[str, ...]:
        """The type of an element and what it is besides."""
        if item.type in SCHEMA.by_label:
            label = item.type
        else:
            label, _ = self._labels.get(fold(item.type), ("Item", ""))
        return tuple(SCHEMA.labels_of(SCHEMA.by_label[label]))


def _reference(item: Item) -> str:
    return item.own or text(item.find("label"))
