"""What somebody says that types, fields and connections of a map mean, before and beyond the known words."""

from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word of a map means: a label or a type of connections of the model, with a kind if it has one.

    A connection that is ``reversed`` leads the other way than it is drawn.
    """

    name: str
    kind: str = ""
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """What a field means that names elements: their label, and the connection that leads to them.

    Without a ``type``, the name of the field says it, as the word of a connection does. ``separator`` are the characters
    that part the names, if they are not the usual ones.
    """

    label: str
    type: str = ""
    kind: str = ""
    reversed: bool = False
    separator: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Meanings of the words of one map; each word is folded.

    ``fields`` tells which property of the model a field is; an empty one leaves the field as it is.
    ``columns`` tells which fields name other elements.
    """

    types: Mapped[str, Meaning] = field(default_factory=dict)
    connections: Mapped[str, Meaning] = field(default_factory=dict)
    fields: Mapped[str, str] = field(default_factory=dict)
    columns: Mapped[str, Column] = field(default_factory=dict)
