"""Candidates for names of other people's lists: which elements may be meant, and how surely."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.access import Viewer, sized
from graph.matching.names import Name, likeness, parts_of, taken_apart
from graph.questions.named import question
from graph.store import Store
from graph.values.texts import fold

SURE = 100.0
"""The score of a name or code that is the same."""

WEIGHED = 30
"""Candidates of each name that are compared."""

LONGEST, CODES = 300, 20
"""Characters of a name or code that are looked for and compared, and codes of one query."""

WITH_PLACE, OTHER_NAME = 0.97, 0.99
"""What the likeness counts where the name takes that of its place to be like, or it is another name of the element."""

NEARLY_ONE = 0.99
"""How alike names are at most that are not the same, though all their words are."""

SAME_PLACE, ELSEWHERE, CLOSED = 5.0, -15.0, -10.0
"""What is added to the score for a place that was given, and for what has closed."""


@dataclass(frozen=True)
class Sought:
    """A name or code to find an element for; ``types`` are labels, none for all; ``place`` and ``codes`` help.

    Texts are cut to ``LONGEST``, codes to ``CODES``.
    """

    text: str
    types: tuple[str, ...] = ()
    first: int = 5
    place: str | None = None
    codes: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.text[:LONGEST])
        object.__setattr__(self, "place", self.place and self.place[:LONGEST])
        object.__setattr__(self, "codes", frozenset(each[:LONGEST] for each in sorted(self.codes)[:CODES]))


@dataclass(frozen=True)
class Candidate:
    """An element that may be meant. ``score`` is from 0 to 100; ``sure`` says that no other is as likely."""

    id: str
    type: str
    name: str
    place: str | None
    score: float
    sure: bool = False


async def candidates(store: Store, asked: Sequence[Sought], viewer: Viewer) -> list[list[Candidate]]:
    """The candidates of each, the best first. Raises DatabaseUnavailable and DatabaseTimeout as ``Store`` does."""
    found: list[list[Candidate]] = [[] for _ in asked]
    for types in dict.fromkeys(each.types for each in asked):
        numbers = [number for number, each in enumerate(asked) if each.types == types]
        rows = await _rows(store, [asked[number] for number in numbers], types, viewer)
        best = await store.work(_best_of_each, [asked[number] for number in numbers], rows)
        for number, those in zip(numbers, best, strict=True):
            found[number] = those
    return found


async def _rows(
    store: Store, asked: Sequence[Sought], types: tuple[str, ...], viewer: Viewer
) -> list[list[Mapping[str, object]]]:
    named = question("candidates")
    given = {
        "texts": [" ".join((each.text, *sorted(each.codes))) for each in asked],
        "types": list(types) or None,
        "first": WEIGHED,
        "visible": sized(viewer.visible),
    }
    found: list[list[Mapping[str, object]]] = [[] for _ in asked]
    columns = [column.name for column in named.columns]
    for row in await store.read(named.text, given, name="candidates"):
        values = dict(zip(columns, row, strict=True))
        found[values["number"]].append(values)
    return found


async def suggestions(store: Store, asked: Sought, viewer: Viewer) -> list[Candidate]:
    """What somebody may be typing the name of: those first of whose names words begin with all that is typed."""
    [rows] = await _rows(store, [asked], asked.types, viewer)
    typed = fold(asked.text).split()
    name = parts_of(asked.text)
    found = [(_begun(typed, row), _compared(asked, name, row)) for row in rows]
    found.sort(key=lambda each: (-each[0], -each[1].score, each[1].id))
    return [candidate for _, candidate in found[: asked.first]]


def _begun(typed: Sequence[str], row: Mapping[str, object]) -> int:
    """With how many of the typed words a word of the best name begins."""
    place = str(row["place"]) if row["place"] else None
    names = [name.plain.split() for name, _ in _names(row, place)]
    return max(sum(any(word.startswith(part) for word in words) for part in typed) for words in names)


def _best_of_each(asked: Sequence[Sought], rows: Sequence[Sequence[Mapping[str, object]]]) -> list[list[Candidate]]:
    return [*map(_best, asked, rows)]


def _best(asked: Sought, rows: Sequence[Mapping[str, object]]) -> list[Candidate]:
    name, folded = parts_of(asked.text), fold(asked.text)
    compared = sorted(
        (_compared(asked, name, row) for row in rows),
        key=lambda each: (-each.score, fold(each.name) != folded, each.id),
    )
    if compared and compared[0].score >= SURE and all(other.score < SURE for other in compared[1:2]):
        first = compared[0]
        compared[0] = Candidate(first.id, first.type, first.name, first.place, first.score, sure=True)
    return compared[: asked.first]


def _compared(asked: Sought, sought: Name, row: Mapping[str, object]) -> Candidate:
    place = str(row["place"]) if row["place"] else None
    score = SURE * max(counts * _alike(sought, name) for name, counts in _names(row, place))
    codes = {code_form(str(code)) for code in _listed(row["codes"])} | {code_form(str(row["id"]))}
    if codes & {code_form(code) for code in (asked.text, *asked.codes)}:
        score = SURE
    elif asked.place is not None and place is not None:
        score += SAME_PLACE if fold(asked.place) == fold(place) else ELSEWHERE
    score += CLOSED if row["closed"] else 0
    return Candidate(str(row["id"]), str(row["type"]), str(row["name"]), place, round(min(max(score, 0.0), SURE), 1))


def _names(row: Mapping[str, object], place: str | None) -> Iterator[tuple[Name, float]]:
    """Its names, each with what its likeness counts."""
    yield taken_apart(str(row["name"])), 1.0
    for other in _listed(row["others"]):
        yield taken_apart(str(other)), OTHER_NAME
    if place:
        yield taken_apart(f"{row['name']} {place}"), WITH_PLACE


def _alike(one: Name, other: Name) -> float:
    """How alike two names are, from 0 to 1, which is that of one name alone."""
    return 1.0 if one.plain == other.plain else min(likeness(one, other).score, NEARLY_ONE)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def code_form(code: str) -> str:
    """A code as it is compared: folded, without separators and leading zeros."""
    return fold(code).replace(" ", "").lstrip("0")
