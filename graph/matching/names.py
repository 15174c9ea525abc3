"""Names of bodies and terms, taken apart so that two of them can be compared: words, numbers, legal form. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Indel

from graph.values.texts import fold

GENERAL = 0.3
"""What a word counts that very many names have, or that only says the place; one that tells something counts 1."""

TYPING, SHORT = 0.8, 6
"""How alike two words are, and how long, that may differ by a typing error."""

OTHER_BODY, OTHER_KIND, OTHER_WORDS = 0.6, 0.65, 0.85
"""What is left of the likeness where one name tells of another body; where each tells of another kind; where each has own words."""

MORE_WORDS, MORE_WORDS_THERE = 0.88, 0.92
"""What is left of it where one name has a further word that tells something; and where the place is the same."""

OTHER_NUMBERS, MORE_NUMBERS = 0.5, 0.97
"""What is left of it where both have numbers of their own; where one has."""

MISTYPED, ONE_LETTER, NEARLY = 0.95, 0.94, 0.97
"""How alike mistyped names are; how alike their letters have to be, and those of the telling words where no place is known."""

DOUBTFUL = 0.85
"""What is left of it where all words that tell something may be others, mistyped, and the place does not help."""

STEM = 4
"""Letters that a word keeps at least."""

_FORMS = re.compile(
    r" (prispevkova organizace( (mesta|obce|kraje)\b.*)?|organizacni slozka( statu| obce| mesta)?|p o|s p o|zapsany spolek|"
    r"zapsany ustav|obecne prospesna spolecnost|akciova spolecnost|spolecnost s rucenim omezenym|spol s r o|s r o|sro|"
    r"skolska pravnicka osoba|statni podnik|verejna vyzkumna instituce|v v i|o p s|ops|z s|z u|a s|"
    r"gmbh( co kg)?|ggmbh|e v|ev|ltd|limited|plc|inc|llc|s p a|spa|s r l|srl|s a|nonprofit kft|kft|zrt|sp z o o|d o o|vzw|"
    r"asbl|b v|bv|oy|ab|aps)(?= |$)"
)

ABBREVIATIONS = {
    "ms": "materska skola",
    "zs": "zakladni skola",
    "ss": "stredni skola",
    "sou": "stredni odborne uciliste",
    "sos": "stredni odborna skola",
    "vos": "vyssi odborna skola",
    "zus": "zakladni umelecka skola",
    "oa": "obchodni akademie",
    "sps": "stredni prumyslova skola",
    "szs": "stredni zdravotnicka skola",
    "ddm": "dum deti a mladeze",
    "svc": "stredisko volneho casu",
    "mk": "mestska knihovna",
    "sdh": "sbor dobrovolnych hasicu",
    "mas": "mistni akcni skupina",
    "ou": "obecni urad",
    "mu": "mestsky urad",
    "gym": "gymnazium",
    "dps": "dum s pecovatelskou sluzbou",
    "sv": "svateho",
    "nam": "namesti",
    "n": "nad",
    "tr": "trida",
    "ul": "ulice",
    "univ": "university",
    "inst": "institute",
    "dept": "department",
}

_SAME = (
    (re.compile(r"\b(obecni|mestska|mistni|lidova|verejna) (obecni |lidova |verejna )?(?=knihov)"), ""),
    (
        re.compile(
            r"^(statutarni mesto|hlavni mesto|mesto|mestys|obec|obecni urad|mestsky urad|urad mestyse|"
            r"magistrat (statutarniho |hlavniho )?mesta|magistrat|(the )?(municipality|city|town) of|gemeente|stadt|comune di|"
            r"ayuntamiento de|commune de) "
        ),
        "obec ",
    ),
)
"""What is called now so and now otherwise, and never tells two bodies apart."""

_SMALL = re.compile(
    r"(a|i|o|u|v|ve|na|nad|pod|pri|pro|s|se|z|ze|k|do|the|of|and|for|in|on|at|de|la|le|les|du|des|di|da|del|et|e|"
    r"y|en|und|der|die|das|fur|im|am|van|het|een|el|los|para|pour|per|ul|ulice|trida|namesti|cp|c|okr|okres)"
)
_GENERAL = re.compile(
    r"(skol|knihov|zaklad|mater|stredn|vyss|odborn|umeleck|obec|obc|mest|mestys|spolk|spolek|sdruzen|organizac|"
    r"centr|stredis|klub|dum|dom|detsk|det|mlad|muze|galer|ustav|nadac|nadacn|fond|asociac|svaz|sluzb|socialn|"
    r"charit|zarizen|zdravot|nemocn|domov|denn|stacionar|poradn|gymnaz|akadem|obchodn|prumysl|ucilis|univerzit|"
    r"fakult|institut|agentur|komor|urad|kraj|pecovatel|jidel|skoln|kulturn|region|universit|associat|agenc|"
    r"center|foundat|counc|municip|departm|ministr|chamb|develop|research|nation|author|compan|societ|network|"
    r"univers|college|school|polytechn|hochsch|verein|stiftung|kamm)"
)
_ENDINGS = re.compile(r"(ami|emi|ach|ech|ich|ych|ymi|imi|eho|emu|ou|em|im|ym|um|am|ium|[aeiouy])$")
_DISTRICT = re.compile(
    r"\bokr(es)? \w+( nad \w+| (hradiste|budejovice|kralove|vary|boleslav|lipa|jicin|brod|hora|hradec|krumlov|mistek|venkov|jih|"
    r"sever|mesto|vychod|zapad))?"
)
"""The district that schools have in their names."""

_OTHER_BODY = re.compile(
    r"(umeleck|skoln|muz|poboc|jideln|logoped|praktic|special|klaster|kanoni|farn|cirkev|soukrom|fakult|jazykov|"
    r"nemocn|druzin|oddelen|odbor|pracovist|detas|utvar|fara)"
)
"""How words begin with which a name is that of another body, though all else is the same."""

_HOUSE = re.compile(r",(?P<street>[^,\d]+\.?) \d+[a-z]?(/\d+[a-z]?)?(?= *(,|$))")
_NUMBER = re.compile(r"\d+[a-z]?|i{1,3}|iv|vi{0,3}|ix")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: folded without its legal form, its words without endings, its numbers, its legal form.

    ``street`` are those of its words that tell a street, for a number of a house follows.
    """

    text: str
    plain: str
    words: tuple[str, ...]
    numbers: frozenset[str]
    form: str
    street: frozenset[str]
    district: str


@lru_cache(maxsize=200_000)
def taken_apart(text: str) -> Name:
    """The parts of a name that comes again, as those of the map do."""
    return parts_of(text)


def parts_of(text: str) -> Name:
    """The parts of a name."""
    folded = fold(text)
    form = " ".join(found[0].strip() for found in _FORMS.finditer(f" {folded}"))
    bare = _FORMS.sub("", f" {folded}").strip() or folded
    district = _DISTRICT.search(bare)
    bare = _DISTRICT.sub("", bare).strip() or bare
    plain = " ".join(ABBREVIATIONS.get(word, word) for word in bare.split())
    for known, instead in _SAME:
        plain = known.sub(instead, plain)
    words = plain.split()
    numbers = frozenset(word for word in words[1:] if _NUMBER.fullmatch(word))
    telling = (stem(word) for word in words if word not in numbers and not _SMALL.fullmatch(word))
    return Name(
        text,
        plain,
        tuple(dict.fromkeys(telling)),
        numbers,
        form,
        _street(text),
        district[0].partition(" ")[2] if district else "",
    )


def _street(text: str) -> frozenset[str]:
    """The words of a part between commas, but the first, that ends with the number of a house."""
    words = (fold(found["street"]).split() for found in _HOUSE.finditer(text))
    return frozenset(stem(word) for each in words for word in each)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A word without its ending, as far as that is plain in Czech."""
    cut = _ENDINGS.sub("", word)
    return cut if len(cut) >= STEM - 1 else word


@lru_cache(maxsize=200_000)
def is_general(word: str) -> bool:
    """Whether a word without its ending is one that very many names have."""
    return _GENERAL.match(word) is not None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are, from 0 to 1, and why: what tells something in both, and numbers that tell them apart."""

    score: float
    telling: bool
    numbers: tuple[frozenset[str], frozenset[str]] | None = None


_NOWHERE: frozenset[str] = frozenset()


def likeness(one: Name, other: Name, place: frozenset[str] = _NOWHERE, towns: frozenset[str] = _NOWHERE) -> Likeness:
    """How alike two names are; words of the ``place`` that both are in tell little, and those of ``towns`` may be left out."""
    if not one.words or not other.words:
        return Likeness(float(one.plain == other.plain), telling=False)
    ones, others = _compared_words(one, other)
    matched = _matched(ones, others)
    found = {word for word, _ in matched.values()}
    left = [[w for w in ones if w not in matched], [w for w in others if w not in found]]
    weighed = [(min(_weight(word, place), _weight(twin, place)), like) for word, (twin, like) in matched.items()]
    total = sum(weight for weight, _ in weighed)
    known = sum(weight * like for weight, like in weighed)
    first, second = (total + sum(_weight(word, place) for word in words) for words in left)
    score = 2 * known / (first + second)
    if not left[0] or not left[1]:
        score = (score + known / min(first, second)) / 2
    if one.numbers == other.numbers and mistyped(one, other, known_place=bool(place)):
        return Likeness(MISTYPED, telling=tells(one, place))
    telling = [like for weight, like in weighed if weight == 1]
    score *= _apart(left, place, towns) * (DOUBTFUL if telling and max(telling) < 1 and not place else 1)
    numbers = (one.numbers - other.numbers, other.numbers - one.numbers)
    apart = numbers[0] and numbers[1]
    return Likeness(
        min(score, 1.0) * (OTHER_NUMBERS if apart else MORE_NUMBERS if any(numbers) else 1.0),
        bool(telling),
        numbers if apart else None,
    )


def tells(name: Name, place: frozenset[str]) -> bool:
    """Whether any word of a name tells it apart from very many others in its place."""
    return any(_weight(word, place) == 1 for word in name.words)


def _compared_words(one: Name, other: Name) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of two names, without those of a street that only one of them tells."""
    if bool(one.street) == bool(other.street):
        return one.words, other.words
    return tuple(
        tuple(word for word in name.words if word not in name.street or word in against.words)
        for name, against in ((one, other), (other, one))
    )  # type: ignore[return-value]


def mistyped(one: Name, other: Name, *, known_place: bool) -> bool:
    """Whether two names differ by a typing error or two, be that a blank in a wrong place."""
    ones, others = one.plain.replace(" ", ""), other.plain.replace(" ", "")
    if min(len(ones), len(others)) < 2 * SHORT or Indel.normalized_similarity(ones, others) < ONE_LETTER:
        return False
    telling = ["".join(sorted(word for word in name.plain.split() if not is_general(word))) for name in (one, other)]
    return known_place or Indel.normalized_similarity(*telling) >= NEARLY


def _apart(left: list[list[str]], place: frozenset[str], towns: frozenset[str]) -> float:
    """What is left of the likeness for words that only one of the names has."""
    apart = OTHER_BODY if any(_OTHER_BODY.match(word) for words in left for word in words) else 1.0
    if left[0] and left[1]:
        told = all(any(_weight(word, place) == 1 for word in words) for words in left)
        return apart * (OTHER_WORDS if told else OTHER_KIND)
    if any(_weight(word, place) == 1 for words in left for word in words if word not in towns):
        return apart * (MORE_WORDS_THERE if place else MORE_WORDS)
    return apart


def _matched(ones: Iterable[str], others: tuple[str, ...]) -> dict[str, tuple[str, float]]:
    """Words of the first name, each with that of the second that it is or may be, and how alike these are."""
    matched = {word: (word, 1.0) for word in ones if word in others}
    left = [word for word in others if word not in matched]
    for word in ones:
        if word in matched or not left:
            continue
        alike, best = max((_alike(word, other), other) for other in left)
        if alike:
            matched[word] = (best, alike)
            left.remove(best)
    return matched


def _alike(one: str, other: str) -> float:
    """How alike two words are: 0 unless one begins with the other, or they differ by a typing error."""
    short, long = sorted((one, other), key=len)
    if len(short) > STEM and long.startswith(short) and len(long) - len(short) <= 3:
        return 0.9
    if len(short) >= SHORT and one[0] == other[0]:
        alike = Indel.normalized_similarity(one, other)
        return float(alike) if alike >= TYPING else 0.0
    return 0.0


def _weight(word: str, place: frozenset[str]) -> float:
    return GENERAL if word in place or is_general(word) else 1.0


def initials(short: Name, long: Name) -> bool:
    """Whether a name is the initials of another one, such as MKP of Městská knihovna v Praze."""
    letters = short.plain.replace(" ", "")
    if len(short.plain.split()) > 1 or not 3 <= len(letters) <= 8 or not short.text.isupper():
        return False
    words = fold(long.text).split()
    every = "".join(word[0] for word in words)
    return letters in (every, "".join(word[0] for word in words if not _SMALL.fullmatch(word)))
