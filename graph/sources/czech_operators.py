"""Who operates the libraries of the register: one organisation out of several spellings, or the library itself."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from graph.rows import Notice
from graph.sources.czech_places import Gazetteer, Municipality
from graph.values.texts import fold

_FORMS = re.compile(
    r"\b(?:(?:statni )?pr\w*ov\w* org\w*|p o|o p s|obecne prospesna spolecnost|z s|o s|obcanske sdruzeni"
    r"|zapsany (?:spolek|ustav)|z u|v v i|a s|(?:spol )?s r o)(?= |$)"
)
_MUNICIPALITY = re.compile(r"^(obec|mestys|mesto|statutarni mesto|hlavni mesto) (?!muzeum)(.+)$")
_RANKS = {"obec": 1, "mestys": 2, "mesto": 3, "statutarni mesto": 4, "hlavni mesto": 5}
_LIBRARY = re.compile(r"\bknihovn[ay]\b")
_MORE_THAN_LIBRARY = re.compile(r"\b(muzeum|museum|galerie|kultur\w*|dum|spolek|sdruzeni|centrum)\b")
_BRANCH = re.compile(r"\b(pobocka|oddeleni|filialka)\b")

_KINDS = (
    (r"^(obec|mestys|mesto|statutarni mesto|statutatni mesto|hlavni mesto)\b(?! muzeum)", "municipality"),
    (r"^(mestska cast|mestsky obvod|obecni urad|mestsky urad|urad mest)\b", "municipality"),
    (r"^(\w+ kraj|kraj \w+)$", "region"),
    (r"\b(univerzit\w+|vysok\w+ (skola|uceni)|akademie (muz|vytvar)\w+|teologick\w+ fakult\w+)", "university"),
    (r"\barchiv\b", "archive"),
    (r"^((soukrom\w+ )?materska skola|ms)\b(?!.*\b(zakladni|stredni)\b)", "kindergarten"),
    (r"^(soukrom\w+ )?zakladni umelecka skola\b", "artSchool"),
    (r"\b(dum deti a mladeze|stredisko volneho casu)\b(?!.*\bskola\b)", "leisureCentre"),
    (r"\b(gymn\w+|skol\w+|zs|konzervator|obchodni akademie)\b", "school"),
    (r"\b(muze\w+|museum|pamatnik)\b", "museum"),
    (r"\b(nemocni\w+|lecebn\w+|poliklinik\w+|zdravotnick\w+|lazn\w+|rehabilitacni ustav)\b", "healthcare"),
    (r"\b(hospic\w*|charit\w*|diakonie|domov duchodcu|domov senioru|socialnich sluzeb)\b", "socialServiceProvider"),
    (r"\b(farnost|biskupstvi|arcibiskupstvi|klaster|opatstvi|provincie|kanonie|cirkevni|zidovska obec)\b", "church"),
    (r"\b(nadace|nadacni fond)\b", "foundation"),
    (r"\b(v v i|akademie ved|akademie cr|vyzkumny (ustav|a slechtitelsky)|agrovyzkum)\b", "research"),
    (r"\b(ministerstvo|urad|soud|zastupitelstvi|kancelar|policejni|banka)\b", "publicAuthority"),
    (r"\b(vojensky utvar|sprava \w+ narodniho parku|vezensk\w+ sluzb\w+)\b", "publicAuthority"),
    (r"\b(spolek|sdruzeni|o s|z s|o p s|z u|obecne prospesna|zapsany)\b", "nonprofit"),
    (r"\b(s r o|a s|k s|akciova spolecnost|druzstvo|statni podnik)\b", "company"),
    (
        r"\b(kultur\w*|knihovn\w+|galerie|divadl\w+|stredisko|hvezdarna|zoologicka|osvetova beseda)\b",
        "culturalInstitution",
    ),
)
_KIND_RULES = tuple((re.compile(pattern), kind) for pattern, kind in _KINDS)


@dataclass(slots=True)
class Entry:
    """One row of the register, cleaned: the library's element and what is said about its operator."""

    row: str
    library: dict[str, Any]
    place: str
    municipality: Municipality | None
    operator: str
    ico: str | None
    raw_ico: str
    form: str

    @property
    def id(self) -> str:
        """Id of the library."""
        return str(self.library["id"])

    @property
    def active(self) -> bool:
        """Whether the library is not struck off."""
        return not self.library.get("closed", False)


@dataclass(slots=True)
class Operator:
    """One operator with the rows that name it. ``library`` is set where the operator is a library itself."""

    key: str
    entries: list[Entry]
    ico: str | None = None
    library: Entry | None = None
    names: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Id of the element that stands for it."""
        return self.library.id if self.library else f"ico-{self.ico}" if self.ico else self.key


@lru_cache(maxsize=50_000)
def core(name: str) -> str:
    """A name without legal form, accents, punctuation and the prepositions *v*, *ve*, for comparing."""
    plain = _FORMS.sub(" ", fold(name))
    return " ".join(word for word in plain.split() if word not in ("v", "ve"))


def stated_municipality(name: str) -> str | None:
    """The municipality that an operator's name states (folded): ``Obec Lukavice`` states ``lukavice``."""
    match = _MUNICIPALITY.match(fold(name))
    return match[2] if match else None


def kind(name: str) -> str | None:
    """The kind of an organisation as far as its name tells."""
    plain = fold(name)
    return next((kind for rule, kind in _KIND_RULES if rule.search(plain)), None)


def group(entries: Iterable[Entry]) -> tuple[list[Operator], list[Notice]]:
    """The operators of all rows and what was decided about them. Every row belongs to exactly one operator."""
    entries = list(entries)
    notices: list[Notice] = []
    known = {(_sameness(e)): e.ico for e in reversed(entries) if e.ico}
    of_municipality = _of_municipalities(entries)
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        ico = of_municipality.get(_sameness(entry), entry.ico) or known.get(_sameness(entry))
        if entry.ico and ico != entry.ico:
            notices.append(
                Notice(entry.row, f"took {ico} for the IČO {entry.ico} of {entry.operator}, as in most rows")
            )
        if ico and not entry.ico:
            notices.append(Notice(entry.row, f"took the IČO {ico} that another row gives for {entry.operator}"))
        groups.setdefault(ico or _key(entry), []).append(entry)
    operators = [one for key, members in groups.items() for one in _operators(key, members, notices)]
    return operators, notices


def _of_municipalities(entries: Iterable[Entry]) -> dict[tuple[str, str], str]:
    """The IČO that most rows of a municipality give, for it has only one; of equally many nobody can tell which."""
    given: dict[tuple[str, str], Counter[str]] = {}
    for entry in entries:
        town = entry.municipality
        if entry.ico and town and stated_municipality(entry.operator) == fold(town.name):
            given.setdefault(_sameness(entry), Counter())[entry.ico] += 1
    most = {of: icos.most_common(2) for of, icos in given.items()}
    return {of: first[0] for of, (first, *others) in most.items() if not others or first[1] > others[0][1]}


def _sameness(entry: Entry) -> tuple[str, str]:
    """What two rows must share to name the same operator: the name and the municipality, or the district."""
    within = entry.municipality.code if entry.municipality and stated_municipality(entry.operator) else _district(entry)
    return core(entry.operator), within


def _district(entry: Entry) -> str:
    return entry.municipality.district.lower() if entry.municipality else entry.place


def _key(entry: Entry) -> str:
    """An id without IČO; the district keeps equal names apart."""
    return f"{core(entry.operator).replace(' ', '-')[:150]}-{_district(entry)}"


def _operators(key: str, members: list[Entry], notices: list[Notice]) -> list[Operator]:
    icos = [entry.ico for entry in members if entry.ico]
    ico = key if key in icos else next(iter(icos), None)
    if ico and len(apart := _municipalities(members)) > 1:
        names = ", ".join(sorted(m.name for m in apart))
        notices.append(Notice(members[0].row, f"IČO {ico} is given for several municipalities ({names}); left out"))
        parts: dict[str, list[Entry]] = {}
        for entry in members:
            parts.setdefault(_key(entry), []).append(entry)
        return [_named(Operator(part, its), notices) for part, its in parts.items()]
    return [_named(Operator(key, members, ico), notices)]


def _municipalities(members: list[Entry]) -> set[Municipality]:
    """The municipalities that rows of one operator both state and lie in."""
    return {m for e in members if (m := e.municipality) and stated_municipality(e.operator) == fold(m.name)}


def _named(operator: Operator, notices: list[Notice]) -> Operator:
    counts = Counter(entry.operator for entry in operator.entries)
    operator.names = sorted(counts, key=lambda name: (-_rank(name), -counts[name]))
    operator.library = _own_library(operator)
    if len(cores := {stated_municipality(name) or core(name) for name in counts}) > 1:
        first, *others = operator.names
        shown = ", ".join(others[:3]) + (" …" if len(others) > 3 else "")
        message = f"{len(cores)} different names for one operator; {first} stays, kept beside: {shown}"
        notices.append(Notice(operator.entries[0].row, message))
    return operator


def _rank(name: str) -> int:
    match = _MUNICIPALITY.match(fold(name))
    return _RANKS[match[1]] if match else 0


def _own_library(operator: Operator) -> Entry | None:
    """The library that is this very body, if it is one."""
    if _rank(operator.names[0]):
        return None
    cores = {core(name) for name in operator.names}
    same = [e for e in operator.entries if core(e.library["name"]) in cores]
    if not same and _is_library(operator.names[0]):
        same = _main(operator)
    return min(same, key=lambda e: (not e.active, int(e.library["registrationNumber"])), default=None)


def _is_library(name: str) -> bool:
    plain = core(name)
    return bool(_LIBRARY.search(plain)) and not _MORE_THAN_LIBRARY.search(plain)


def _main(operator: Operator) -> list[Entry]:
    """The one active library of an operator that is no branch by its name, if there is exactly one."""
    main = [e for e in operator.entries if e.active and not _BRANCH.search(fold(e.library["name"]))]
    return main if len(main) == 1 else []


def place(operator: Operator, gazetteer: Gazetteer) -> str | None:
    """Where an operator sits, when that is certain: the municipality it is, or the only one it is active in."""
    stated = [name for name in map(stated_municipality, operator.names) if name]
    if not stated:
        places = {entry.place for entry in operator.entries}
        return places.pop() if len(places) == 1 else None
    for entry in operator.entries:
        if entry.municipality and fold(entry.municipality.name) in stated:
            return entry.municipality.id
    for entry in operator.entries:
        for name in stated:
            if found := gazetteer.municipality(name, _district(entry)):
                return found.id
    return next((m.id for e in operator.entries if (m := e.municipality) and _lengthened(m, stated)), None)


def _lengthened(municipality: Municipality, stated: list[str]) -> bool:
    """Whether a stated name is this one made longer: ``Luby u Chebu``, ``Brno - městská část Brno-střed``."""
    longer = re.compile(rf"{fold(municipality.name)} (mestsk|u |nad |pod |v |na )")
    return any(map(longer.match, stated))
