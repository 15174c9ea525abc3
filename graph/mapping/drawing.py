"""A map as its maker drew it, whatever file it came in: elements and connections with fields of any name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from graph.rows import Data
from graph.values import texts
from graph.values.texts import fold


def text(value: object) -> str:
    """A label, type or id in one line; nothing for what is no text."""
    if isinstance(value, str):
        return texts.cleaned(value)
    return str(value) if is_number(value) else ""


def is_number(value: object) -> bool:
    """Whether JSON has it as a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def folded(fields: Mapping[str, object]) -> Mapping[str, str]:
    """Names of fields by how they are looked up."""
    return _keys(tuple(fields))


@lru_cache(maxsize=1024)
def _keys(fields: tuple[str, ...]) -> Mapping[str, str]:
    return {fold(key): key for key in reversed(fields)}


@dataclass(slots=True)
class Item:
    """An element or connection as drawn: what its tool itself knows of it, and its fields, public and private.

    ``own`` is its id in the file. Connections have ``from``, ``to`` and ``direction`` in their ``structure``; the ends
    are ids or labels of elements. ``keys`` finds a field by its folded name; of two fields with one such name it knows
    the first. A field of any name can stand there as the ``label`` or the ``type``. It is shared by all items with the
    same fields. What is ``only_named``, in a field of another element, leaves its name to one that is described. A
    connection that such a field makes has the element as its ``start``, which may share its name with others. Where ids
    hold in one table only, ``ends`` are the labels and kinds of what the two ends of a connection are ids of, and ``of``
    those of an element by the heading of its id, which is one only in a table of such elements where it is ``perhaps``
    one. An ``is_area`` is too large to be a building.
    """

    place: str
    own: str
    structure: Data
    fields: Data = field(default_factory=dict)
    private: Data = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    only_named: bool = False
    start: "Item | None" = None
    ends: tuple[tuple[str, str], tuple[str, str]] | None = None
    of: tuple[str, str] | None = None
    perhaps: str = ""
    is_area: bool = False

    def find(self, *names: str) -> object:
        """The value of the first of some public fields that is there."""
        for name in names:
            if (key := self.keys.get(name)) is not None and key in self.fields:
                return self.fields[key]
        return None

    def take(self, name: str) -> object:
        """The value of a public field, which leaves the fields."""
        return self.fields.pop(self.keys[name], None) if name in self.keys else None

    def hide(self, name: str) -> None:
        """Make the fields with a folded name private."""
        for key in [key for key in self.fields if fold(key) == name]:
            self.private[key] = self.fields.pop(key)

    def update(self, later: "Item") -> None:
        """Take over what a later item says of the same thing."""
        self.structure.update(later.structure)
        self.fields.update(later.fields)
        self.private.update(later.private)
        self.keys = {**_keys((*self.fields, *self.private)), **self.keys, **later.keys}

    @property
    def type(self) -> str:
        """The type of an element, public or private."""
        key = self.keys.get("element type") or self.keys.get("type")
        value = self.fields.get(key, self.private.get(key)) if key else None
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            value = ", ".join(value)
        return text(value) or ("" if value in (None, "", [], {}) else repr(value)[:60])

    def kept(self, data: Data) -> Data:
        """The data of its row, with everything that is left of the item."""
        tags = self._tags()
        fields = {name: value for name, value in self.fields.items() if not tags or name != self.keys.get("tags")}
        drawn = {name: value for name, value in self.structure.items() if name not in ("from", "to")}
        kept = {"tags": tags, "drawn": drawn, "fields": fields, "private": self.private}
        return data | {key: value for key, value in kept.items() if value}

    def _tags(self) -> list[str]:
        value = self.find("tags")
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(tag, str) for tag in listed):
            return []
        return [tag for tag in map(text, listed) if tag]


@dataclass(slots=True)
class Drawing:
    """A map as drawn.

    ``has_ids`` says that its tool gives every element an id by which connections name their ends: an id that stands
    twice, or that no element has, is a mistake. Elsewhere, rows of one id are one element, and an end that is nowhere is
    an element that nobody described. With ``named_once``, rows of one label and type are one element, too, of which the
    later row holds, as Kumu has it; otherwise only those that do not contradict each other. ``tool`` is who made the ids that ``worldwide``
    finds, which nothing else in the world has.
    """

    elements: list[Item] = field(default_factory=list)
    connections: list[Item] = field(default_factory=list)
    has_ids: bool = False
    named_once: bool = False
    tool: str = ""
    worldwide: re.Pattern[str] | None = None
    about: Data = field(default_factory=dict)
