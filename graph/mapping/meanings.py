"""What words of maps mean in the model: a type of elements, a field, a connection between two elements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from graph.mapping import words
from graph.model import Property
from graph.schema import SCHEMA
from graph.values.texts import fold


def _split(listed: str) -> Iterator[str]:
    return (fold(word) for word in listed.split(",") if word.strip())


NOT_DRAWN = frozenset({"Map", "Source"})
"""Types of which no element of a map is: what maps and files themselves are."""

LABELS = {word: (label, kind) for label, kind, listed in words.TYPES for word in _split(listed)}
LABELS |= {label.casefold(): (label, "") for label in SCHEMA.by_label if label not in NOT_DRAWN}

Meant = tuple[str, str]
"""What a word means: the label of elements, and their kind where it is known."""

_IN_IDS: Mapping[str, Meant] = {
    **dict.fromkeys(("user", "employee", "member", "student", "author", "teacher", "volunteer"), ("Person", "")),
    **dict.fromkeys(("org", "department", "institute", "committee", "group", "team"), ("Organization", "")),
}
"""What words mean in the headings of ids and in titles of tables, beside those for types."""

INVOLVEMENTS = {word: value for value, listed in words.INVOLVEMENT for word in _split(listed)}
PARTNERSHIPS = {word: kind for kind, listed in words.KINDS for word in _split(listed)}
_ENDS = {
    (source.strip(), target.strip()): type_
    for type_, sources, targets in words.ENDS for source in sources.split(",") for target in targets.split(",")
}  # fmt: skip


def _phrases() -> dict[str, list[tuple[str, bool]]]:
    found: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for type_, forward, backward in words.CONNECTIONS:
        for listed, is_forward in ((forward, True), (backward, False)):
            for word in (*_split(listed), *_split(type_ if is_forward else "")):
                found[word].append((type_, is_forward))
    for kind in PARTNERSHIPS:
        found[kind].append(("PARTNERS_WITH", True))
    for type_ in SCHEMA.by_type:
        for word in _split(type_):
            if (type_, True) not in found[word]:
                found[word].append((type_, True))
    return dict(found)


def _by_field(properties: Iterable[Property]) -> dict[str, Property]:
    settable = {p.name: p for p in properties if not p.managed and p.name not in ("id", "parallel", "name")}
    found = {fold(word): settable[name] for name, listed in words.PROPERTIES if name in settable
             for word in listed.split(",")}  # fmt: skip
    return found | {fold(name): declared for name, declared in settable.items()}


COLUMN_LABELS = {word: label for label, _, listed in words.COLUMNS for word in _split(listed)}
"""What a field of a name lists the names of."""

COLUMN_WORDS = {word: meant for _, meant, listed in words.COLUMNS for word in _split(listed)}
"""The word of a connection that a field of a name stands for."""

_PHRASES = _phrases()
_NOUNS = frozenset(_split(words.NOUNS))
ELEMENT_FIELDS = {e.label: _by_field(SCHEMA.properties_of(e)) for e in SCHEMA.elements}
CONNECTION_FIELDS = {c.type: _by_field(SCHEMA.properties_of_connection(c)) for c in SCHEMA.connections}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a connection means: its type in the model, and whether its ends swap.

    A ``guessed`` reading goes by what the two ends are, an ``undecided`` one could lead either way.
    """

    type: str
    swaps: bool
    guessed: bool = False
    undecided: bool = False


GENERAL = Reading("RELATED_TO", swaps=False)
"""What a connection means of which nothing else can be said."""


def way(type_: str, source: str, target: str, *, forward: bool = True) -> bool | None:
    """Whether the ends swap for a type to fit them; None when it does not fit at all.

    A type that fits only one way is meant that way, whichever way it is drawn; one that fits both is read as drawn.
    """
    allowed = SCHEMA.by_type[type_].pairs
    for swaps in (not forward, forward):
        if ((target, source) if swaps else (source, target)) in allowed:
            return swaps
    return None


def meant_by(word: str) -> Meant | None:
    """What a word means that stands in the heading of ids or in the title of a table, folded."""
    return _IN_IDS.get(word) or LABELS.get(word) or _IN_IDS.get(word.removesuffix("s"))


def agree(one: Meant, other: Meant) -> bool:
    """Whether two words may mean the same: one label, and no two kinds."""
    return one[0] == other[0] and (one[1] == other[1] or not (one[1] and other[1]))


@lru_cache(maxsize=4096)
def reading(phrase: str, source: str, target: str) -> Reading:
    """What a folded phrase means between two labels; where there is none, what the labels suggest.

    A phrase that is not known means no more than that the two are related: it may say the opposite of what its ends
    suggest.
    """
    for type_, forward in _PHRASES.get(phrase, ()):
        if (swaps := way(type_, source, target, forward=forward)) is not None:
            both = {(source, target), (target, source)} <= SCHEMA.by_type[type_].pairs
            if both and phrase in _NOUNS:
                return Reading(type_, target == "Library" or (swaps and source != "Library"), guessed=True)
            return Reading(type_, swaps, undecided=both and not SCHEMA.by_type[type_].mutual)
    for swaps in (False, True) if not phrase else ():
        if type_ := _ENDS.get((target, source) if swaps else (source, target), ""):
            return Reading(type_, swaps, guessed=True)
    return GENERAL
