"""Whether two elements are the same thing: a score from 0 to 1, with reasons in words. Pure.

What tells is the name, without legal form and with what is only general counting little; then the place, codes, web
address and kind. Nothing is learned: each rule is one that a person can be told.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from graph.matching.names import Likeness, Name, initials, is_general, likeness, stem, taken_apart, tells
from graph.matching.whereabouts import FAR, Point, apart
from graph.model import Text
from graph.values.texts import fold

SAME_CODE, OTHER_CODE = 0.99, 0.3
"""The score of what has the same code; and at most, of what has another one."""

ANEW, TWO_NUMBERS = 0.85, 0.6
"""At most, of a municipality that has two numbers, for there is one in each place; and of others of one name in one place."""

LIBRARY_OF = 0.45
"""At most, of a library and of what is called as it is but for that word: its founder."""

OTHER_NAME, OTHER_NAMES = 0.97, 0.85
"""What the likeness counts where it is that of another name; and where it is of other names of both."""

BARE, BARE_ELSEWHERE = 0.87, 0.45
"""At most, where no word of the names tells anything: in one place, and where that is not known."""

NEAR, ELSEWHERE, UNKNOWN = 0.35, 0.5, 0.92
"""The part of what is missing that the same municipality adds; what is left in different ones; and where one is unknown."""

HOST = 0.5
"""The part of what is missing that the same web address adds."""

OTHER_KIND, OTHER_TOWN_KIND, OTHER_YEAR, OTHER_SCHEME, OTHER_FORM = 0.85, 0.3, 0.7, 0.6, 0.93
"""What is left of the score where kind, year, vocabulary or legal form differ."""

INITIALS = 0.8
"""How alike a name and its initials are."""

NARROWER = 0.85
"""What is left of the likeness of terms that do not have the same words: one is narrower, or about something else."""

ALIKE = 0.6
"""How alike names are at least that place and web address make surer."""

PREFIX = 5
"""Letters of a word that two names share at least before they are compared."""

MOST_NAMES = 20
"""Names of an element that are compared: its own, and the first of its others."""

_SHARED_HOSTS = (
    "facebook.com",
    "google.",
    "instagram.com",
    "webnode.",
    "wz.cz",
    "estranky.cz",
    "mzcr.cz",
    "linkedin.com",
)
_TITLES = re.compile(r"(ing|mgr|bc|mudr|judr|phdr|rndr|paeddr|doc|prof|dr|phd|ph|d|csc|dis|mba|et|mgra)")
_TERMS = frozenset(("Topic", "Role", "TargetGroup", "Resource"))
_ONE_A_PLACE = frozenset(("municipality", "region"))
_TOWN = "municipality"


@dataclass(frozen=True)
class Known:
    """What is known of an element for comparing it. ``codes`` are by property; ``place`` is the municipality, by id and name.

    It lies ``at`` a point, or else its municipality does.
    """

    id: str
    label: str
    names: tuple[str, ...]
    kind: str | None = None
    place: tuple[str, str] | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    host: str | None = None
    year: str | None = None
    at: Point | None = None

    @cached_property
    def taken(self) -> tuple[Name, ...]:
        """Its first names, taken apart: all of two elements are compared with each other."""
        names = self.names[:MOST_NAMES]
        texts = (_plain_person(each) for each in names) if self.label == "Person" else names
        return tuple(map(taken_apart, texts))

    @cached_property
    def place_words(self) -> frozenset[str]:
        """The words of its place."""
        return frozenset(stem(word) for word in fold(self.place[1]).split()) if self.place else frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two elements that may be the same, how surely, and why."""

    one: str
    other: str
    label: str
    score: float
    reasons: tuple[Text, ...]


@dataclass(slots=True)
class _Judging:
    """A score on its way, with what made it so."""

    score: float
    reasons: list[Text] = field(default_factory=list)

    def because(self, cs: str, en: str) -> None:
        self.reasons.append(Text(cs, en))

    def nearer(self, part: float) -> None:
        self.score += (1 - self.score) * part

    def at_most(self, score: float) -> None:
        self.score = min(self.score, score)


def compared(one: Known, other: Known) -> Pair:
    """How surely two elements of one type are the same; it does not matter which is named first."""
    one, other = sorted((one, other), key=lambda known: known.id)
    alike, first, second = _names(one, other)
    judging = _Judging(alike.score)
    _say_names(judging, alike, first, second)
    _judge_place(judging, one, other, telling=alike.telling)
    _judge_rest(judging, one, other, first, second)
    _judge_codes(judging, one, other, alike)
    if one.label != other.label and not all("knihov" in each.taken[0].plain for each in (one, other)):
        judging.at_most(LIBRARY_OF)
    return Pair(one.id, other.id, one.label, round(min(max(judging.score, 0.0), 1.0), 3), tuple(judging.reasons))


def _names(one: Known, other: Known) -> tuple[Likeness, Name, Name]:
    """The names that are most alike, and how alike they are."""
    same = one.place is not None and other.place is not None and one.place[0] == other.place[0]
    place = one.place_words if same else frozenset()
    towns = one.place_words | other.place_words
    best: tuple[Likeness, Name, Name] | None = None
    for n, first in enumerate(one.taken):
        for m, second in enumerate(other.taken):
            alike = _alike(first, second, place, towns, one.label)
            if n or m:
                counts = OTHER_NAMES if n and m else OTHER_NAME
                alike = Likeness(alike.score * counts, alike.telling, alike.numbers)
            if best is None or (alike.score, alike.telling) > (best[0].score, best[0].telling):
                best = alike, first, second
    assert best
    return best


def _alike(first: Name, second: Name, place: frozenset[str], towns: frozenset[str], label: str) -> Likeness:
    if first.plain == second.plain:
        return Likeness(1.0, telling=tells(first, place))
    if initials(first, second) or initials(second, first):
        return Likeness(INITIALS, telling=True)
    found = likeness(first, second, place, towns)
    if label == "Person":
        return Likeness(found.score if set(first.words) == set(second.words) else found.score * 0.8, telling=True)
    if label in _TERMS:
        common = len({*first.words} & {*second.words}) / max(len(first.words), len(second.words), 1)
        return Likeness(found.score if common == 1 else min(found.score, common) * NARROWER, telling=True)
    return found


def _plain_person(name: str) -> str:
    """The name of a person without titles, in alphabetical order of its words."""
    return " ".join(sorted(word for word in fold(name).split() if not _TITLES.fullmatch(word))) or name


def _say_names(judging: _Judging, alike: Likeness, first: Name, second: Name) -> None:
    if fold(first.text) == fold(second.text):
        judging.because("stejný název", "the same name")
    elif first.plain == second.plain:
        judging.because("stejný název až na právní formu či zkratky", "the same name but for legal form or short forms")
    elif initials(first, second) or initials(second, first):
        judging.because("jeden název je zkratkou druhého", "one name is the initials of the other")
    else:
        percent = round(100 * alike.score)
        judging.because(f"podobné názvy ({percent} %)", f"names are alike ({percent} %)")
    if alike.numbers:
        ones, others = (", ".join(sorted(each)) for each in alike.numbers)
        judging.because(
            f"různá čísla v názvech: {ones} a {others}", f"different numbers in the names: {ones} and {others}"
        )


def _judge_place(judging: _Judging, one: Known, other: Known, *, telling: bool) -> None:
    if one.label in _TERMS:
        return
    distance = apart(one.at, other.at) or 0
    is_town = one.label != "Place" or _TOWN in (one.kind, other.kind)
    is_far = distance > FAR and is_town and (one.label == "Place" or one.place is None or other.place is None)
    if is_far:
        judging.score *= ELSEWHERE
        judging.because(f"{distance:.0f} km od sebe", f"{distance:.0f} km apart")
    if is_far or one.label == "Place":
        return
    same = one.place is not None and other.place is not None and one.place[0] == other.place[0]
    if not telling:
        judging.at_most(BARE if same else BARE_ELSEWHERE)
    if one.place is None or other.place is None:
        judging.score *= UNKNOWN
    elif same:
        judging.nearer(NEAR if judging.score >= ALIKE and telling else 0)
        judging.because(f"ve stejné obci: {one.place[1]}", f"in the same municipality: {one.place[1]}")
    else:
        judging.score *= ELSEWHERE
        judging.because(
            f"v různých obcích: {one.place[1]} a {other.place[1]}",
            f"in different municipalities: {one.place[1]} and {other.place[1]}",
        )


def _judge_rest(judging: _Judging, one: Known, other: Known, first: Name, second: Name) -> None:
    shorter, longer = sorted((first.district, second.district), key=len)
    if shorter and not longer.startswith(shorter):
        judging.at_most(BARE_ELSEWHERE)
        judging.because("v různých okresech", "in different districts")
    if one.host and one.host == other.host and judging.score >= ALIKE:
        judging.nearer(HOST)
        judging.because(f"stejný web: {one.host}", f"the same web address: {one.host}")
    if first.form and second.form and first.form != second.form and judging.score < 1:
        judging.score *= OTHER_FORM
    if one.kind and other.kind and one.kind != other.kind:
        terms, towns = one.label in _TERMS, _TOWN in (one.kind, other.kind)
        judging.score *= OTHER_SCHEME if terms else OTHER_TOWN_KIND if towns else OTHER_KIND
        judging.because(f"jiný druh: {one.kind} a {other.kind}", f"of different kinds: {one.kind} and {other.kind}")
    if one.year and other.year and one.year != other.year:
        judging.score *= OTHER_YEAR
        judging.because(f"jiný rok: {one.year} a {other.year}", f"in different years: {one.year} and {other.year}")


def _judge_codes(judging: _Judging, one: Known, other: Known, alike: Likeness) -> None:
    common = [(name, one.codes[name], other.codes[name]) for name in one.codes if name in other.codes]
    if differing := [each for each in common if each[1] != each[2] and each[0] not in _SHARED]:
        judging.at_most(_twice(one, other, alike))
        for name, first, second in differing:
            judging.because(
                f"jiné {_CALLED.get(name, name)}: {first} a {second}",
                f"different {_CALLED.get(name, name)}: {first} and {second}",
            )
    elif same := [each for each in common if each[1] == each[2] and each[0] not in _SHARED]:
        judging.score = SAME_CODE
        for name, first, _ in same:
            judging.because(
                f"stejné {_CALLED.get(name, name)}: {first}", f"the same {_CALLED.get(name, name)}: {first}"
            )


def _twice(one: Known, other: Known, alike: Likeness) -> float:
    """How surely two elements may be one that has two numbers."""
    if alike.score < 1 or one.place is None or one.place != other.place or one.label == "Place":
        return OTHER_CODE
    if one.kind == other.kind and one.kind in _ONE_A_PLACE:
        return ANEW
    return TWO_NUMBERS if alike.telling or one.label == "Library" else OTHER_CODE


_SHARED = frozenset(("sigla",))
"""Codes that branches share with their library."""

_CALLED = {
    "ico": "IČO",
    "ror": "ROR",
    "wikidata": "Wikidata",
    "isil": "ISIL",
    "registrationNumber": "ev. č.",
    "code": "code",
}


def host_of(url: object) -> str | None:
    """The host of a web address that is one body's own, without ``www``."""
    if not isinstance(url, str) or "//" not in url:
        return None
    host = url.split("//", 1)[1].split("/", 1)[0].split(":", 1)[0].lower().removeprefix("www.")
    return None if not host or any(shared in host for shared in _SHARED_HOSTS) else host


def keys_of(known: Known) -> Iterator[str]:
    """What two elements share one of, at least, before they are compared at all."""
    for name, code in known.codes.items():
        if name not in _SHARED:
            yield f"{name} {code}"
    for taken in known.taken:
        yield f"= {' '.join(sorted(taken.words)) or taken.plain}"
        telling = [word for word in taken.words if not is_general(word) and word not in known.place_words]
        yield from (f"~ {word[:PREFIX]}" for word in telling)
        if not telling:
            yield "bare"
