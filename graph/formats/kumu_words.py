"""The words that community maps use in Kumu, and what they mean in the model.

Lists first, to be extended by anyone; then the functions that look a word up. In the lists, words are separated by
commas; case, diacritics and punctuation do not matter.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from graph.model import Property
from graph.schema import SCHEMA

# label, kind (or nothing), words
TYPES = (
    (
        "Library",
        "",
        (
            "library, libraries, public library, branch, branches, knihovna, knihovny, pobočka, pobočky, "
            "pobočka knihovny, městská knihovna, obecní knihovna, veřejná knihovna"
        ),
    ),
    (
        "Organization",
        "",
        (
            "organization, organizations, organisation, organisations, organizace, instituce, institution, "
            "institutions, ally, allies, spojenec, spojenci, partner, partners, partneři, partnerská organizace"
        ),
    ),
    ("Organization", "municipality", "municipality, municipalities, městský úřad, obecní úřad, samospráva, magistrát"),
    ("Organization", "region", "krajský úřad"),
    (
        "Organization",
        "school",
        "school, schools, škola, školy, kindergarten, mateřská škola, základní škola, střední škola",
    ),
    ("Organization", "university", "university, universities, univerzita, univerzity, vysoká škola, vysoké školy"),
    ("Organization", "museum", "museum, museums, muzeum, muzea"),
    (
        "Organization",
        "nonprofit",
        (
            "nonprofit, nonprofits, non profit, ngo, ngos, association, associations, spolek, spolky, "
            "nezisková organizace, neziskové organizace, neziskovka, neziskovky"
        ),
    ),
    (
        "Organization",
        "socialServiceProvider",
        (
            "sociální služba, sociální služby, poskytovatel sociálních služeb, social service, social services, "
            "social service provider"
        ),
    ),
    ("Organization", "healthcare", "healthcare, hospital, hospitals, nemocnice, zdravotnické zařízení"),
    ("Organization", "company", "company, companies, business, businesses, firma, firmy, podnik, podniky"),
    ("Organization", "foundation", "foundation, foundations, nadace, nadační fond"),
    ("Organization", "publicAuthority", "public authority, public authorities, authority, úřad, úřady"),
    (
        "Organization",
        "culturalInstitution",
        "cultural institution, cultural institutions, kulturní instituce, divadlo, galerie",
    ),
    ("Organization", "church", "church, churches, církev, církve, farnost"),
    ("Organization", "informalGroup", "informal group, informal groups, neformální skupina, neformální skupiny"),
    ("Community", "", "community, communities, komunita, komunity"),
    ("Community", "network", "network, networks, síť, sítě"),
    ("Community", "neighbourhood", "neighbourhood, neighborhood, sousedé, sousedství"),
    ("Community", "interestGroup", "interest group, interest groups, zájmová skupina, zájmové skupiny"),
    ("Activity", "", "activity, activities, aktivita, aktivity, činnost, činnosti"),
    ("Activity", "service", "service, services, služba, služby"),
    ("Activity", "event", "event, events, akce, událost, události, setkání, meeting, meetings"),
    ("Activity", "project", "project, projects, projekt, projekty"),
    ("Activity", "programme", "programme, programmes, program, programs, programy"),
    ("Activity", "course", "course, courses, workshop, workshops, kurz, kurzy, dílna, dílny, přednáška, přednášky"),
    ("Activity", "campaign", "campaign, campaigns, kampaň, kampaně"),
    ("Activity", "club", "club, clubs, klub, kluby, kroužek, kroužky"),
    (
        "Topic",
        "",
        (
            "topic, topics, theme, themes, issue, issues, problem, problems, need, needs, téma, témata, problém, "
            "problémy, potřeba, potřeby, problematika"
        ),
    ),
    ("Role", "", "role, roles, function, functions, funkce, role knihovny, role knihoven"),
    (
        "TargetGroup",
        "",
        (
            "target group, target groups, targetgroup, audience, audiences, cílová skupina, cílové skupiny, "
            "cílovka, cílovky"
        ),
    ),
    ("Resource", "", "resource, resources, asset, assets, zdroj, zdroje"),
    (
        "Place",
        "",
        (
            "place, places, location, locations, town, towns, city, cities, village, villages, místo, místa, "
            "lokalita, lokality, kraj, kraje, okres, okresy, stát"
        ),
    ),
    ("Place", "", "obec, obce, město, města, vesnice, district, districts, region, regions, country, countries"),
)

# type, words read from source to target, words read from target to source; the first one that the two ends allow
CONNECTIONS = (
    (
        "RUNS",
        (
            "runs, run, run by, leads, lead, led by, organizes, organises, organizer, organiser, organized by, "
            "organised by, accountable, accountable for, responsible, responsible for, coordinates, provides, "
            "pořádá, pořádáno, pořadatel, organizuje, organizátor, vede, provozuje, zajišťuje, realizuje, "
            "koordinuje, garant, zodpovídá, zodpovídá za, odpovídá za, zodpovědný, zodpovědná, poskytuje"
        ),
        "",
    ),
    (
        "ABOUT",
        (
            "about, is about, topic, theme, concerns, addresses, deals with, o, je o, týká se, téma, má téma, "
            "řeší, věnuje se, zabývá se"
        ),
        "",
    ),
    (
        "FOR",
        (
            "for, is for, targets, aimed at, target group, audience, serves, pro, je pro, určeno pro, "
            "je určeno pro, cílí na, zaměřeno na, cílová skupina, slouží"
        ),
        "",
    ),
    (
        "FULFILS",
        (
            "fulfils, fulfills, fulfils role, role, has role, plays, plays role, naplňuje, naplňuje roli, plní, "
            "plní roli, hraje roli, má roli, v roli"
        ),
        "",
    ),
    (
        "PLAYS",
        ("plays, plays role, role, has role, fulfils, fulfills, hraje, hraje roli, má roli, plní roli, naplňuje roli"),
        "",
    ),
    (
        "FOUNDED_BY",
        "founded by, established by, zřízena, zřízeno, zřizována, založena, založeno, je zřizována",
        ("founder, founder of, founds, founded, established, zřizovatel, je zřizovatelem, zřizuje, založil, založila"),
    ),
    (
        "MEMBER_OF",
        (
            "member, member of, is member of, is a member of, membership, belongs to, part of, is part of, člen, "
            "členem, je členem, je členkou, členství, patří do, součást, je součástí"
        ),
        "has member, has members, má člena, má členy, sdružuje",
    ),
    (
        "PART_OF",
        (
            "part of, is part of, belongs to, within, located in, součást, je součástí, součástí, patří do, "
            "patří pod, spadá pod, leží v, v rámci"
        ),
        "contains, includes, has part, consists of, obsahuje, zahrnuje, má část, skládá se z",
    ),
    (
        "BROADER",
        (
            "broader, has broader, part of, is part of, is a, kind of, type of, subtopic of, širší, širší pojem, "
            "nadřazené, patří pod, spadá pod, součást, je součástí, je druhem"
        ),
        (
            "narrower, has narrower, includes, contains, has part, subtopic, užší, užší pojem, podřazené, "
            "podtéma, zahrnuje, obsahuje"
        ),
    ),
    ("MATCHES", "matches, corresponds to, same as, equivalent, equivalent to, odpovídá, odpovídá tématu, totéž", ""),
    ("FACES", "faces, need, needs, problem, local need, čelí, trápí, řeší, potřeba, místní potřeba, problém", ""),
    ("WORKS_ON", "works on, interested in, topic, about, deals with, addresses, věnuje se, zabývá se, řeší, téma", ""),
    ("SERVES", "serves, for, targets, works with, target group, slouží, pro, cílí na, pracuje s, cílová skupina", ""),
    ("NEEDS", "needs, lacks, requires, looks for, potřebuje, chybí, hledá, vyžaduje, shání", ""),
    ("OFFERS", "offers, provides, gives, has, can give, nabízí, poskytuje, dává, má, může dát", ""),
    (
        "LOCATED_IN",
        (
            "located in, located at, is in, in, at, based in, takes place in, place, sídlí, sídlí v, koná se, "
            "koná se v, nachází se v, působí v, leží v, v, místo"
        ),
        "",
    ),
    (
        "PARTNERS_WITH",
        (
            "partner, partners, partner of, partners with, partnership, cooperates, cooperates with, "
            "cooperation, collaborates, collaborates with, collaboration, works with, partneři, partnerství, "
            "je partnerem, spolupracuje, spolupracuje s, spolupráce"
        ),
        "",
    ),
    (
        "TAKES_PART_IN",
        (
            "takes part, takes part in, participates, participates in, participant, attends, involved, "
            "involved in, informed, informed about, contributes, contributes to, supports, partner, cooperates, "
            "collaborates, účastní se, účast, účastník, zapojen, zapojena, zapojeno, zapojuje se, podílí se, "
            "podílí se na, informován, informována, přispívá, podporuje, spolupracuje, spolupráce, je partnerem"
        ),
        "",
    ),
)

# how far an ally is involved in an activity; whoever leads it and cannot run it in the model is involved
INVOLVEMENT = (
    ("informed", "informed, informed about, informován, informována, informováno"),
    (
        "involved",
        (
            "involved, involved in, zapojen, zapojena, zapojeno, zapojuje se, lead, leads, accountable, "
            "responsible, vede, pořádá, organizuje, zodpovídá"
        ),
    ),
)

# kinds of a partnership
KINDS = (
    ("coOrganizer", "co organizer, co organiser, co organizes, spolupořadatel, spolupořádá"),
    (
        "funder",
        (
            "funder, funds, finances, sponsor, sponsors, donor, grant, financuje, přispěvatel, sponzor, "
            "sponzoruje, donátor, dotace"
        ),
    ),
    ("space", "space, gives space, lends space, prostor, poskytuje prostor, půjčuje prostor"),
    ("expert", "expert, expertise, lecturer, odborník, lektor, odborná pomoc"),
    ("referral", "referral, refers clients, refers to, předává klienty, doporučuje klienty"),
    ("method", "method, methodical help, metodická pomoc, metodik, metodicky vede"),
    ("promotion", "promotion, promotes, propagace, propaguje"),
    ("volunteers", "volunteers, sends volunteers, dobrovolníci, posílá dobrovolníky"),
    ("host", "host, hosts, hosted by, hostí, hostitel"),
    ("award", "award, awards, recognition, ocenění, oceňuje"),
)

# what the two ends alone suggest, whichever way the connection is drawn
ENDS = (
    ("RUNS", "Library", "Activity"),
    ("TAKES_PART_IN", "Organization, Community", "Activity"),
    ("ABOUT", "Activity", "Topic"),
    ("FOR", "Activity", "TargetGroup"),
    ("FULFILS", "Activity", "Role"),
    ("NEEDS", "Activity", "Resource"),
    ("PARTNERS_WITH", "Organization, Library", "Organization, Library"),
    ("MEMBER_OF", "Organization, Library", "Community"),
    ("WORKS_ON", "Organization, Library, Community", "Topic"),
    ("SERVES", "Organization, Library, Community", "TargetGroup"),
    ("OFFERS", "Organization, Library, Community", "Resource"),
    ("PLAYS", "Library", "Role"),
    ("FACES", "Place", "Topic"),
    ("LOCATED_IN", "Organization, Library, Community, Activity", "Place"),
)

# other names of the model's properties; their own names need no entry
PROPERTIES = (
    ("description", "popis"),
    ("note", "description, popis, poznámka"),
    ("url", "web, www, website, webová adresa, webové stránky"),
    ("since", "od, od kdy, start, start date, from date, začátek"),
    ("until", "do, do kdy, end, end date, to date, konec"),
    ("alternateNames", "alternate names, aliases, další názvy, synonyma"),
    ("nameEn", "name en, english name, anglický název"),
    ("ico", "ič, ičo, company id"),
    ("registrationNumber", "registration number, evidenční číslo"),
    ("kind", "druh"),
    ("legalForm", "legal form, právní forma"),
    ("contributes", "přispívá čím, příspěvek"),
    ("involvement", "zapojení"),
    ("results", "výsledky"),
    ("source", "zdroj"),
)


# ---------------------------------------------------------------------------------------------------------- look-up


def fold(text: str) -> str:
    """A text as the word lists compare it: no case, diacritics or punctuation."""
    return _folded(text) if len(text) <= 100 else _folded.__wrapped__(text)


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(char for char in plain if not unicodedata.combining(char))))


def _split(listed: str) -> Iterator[str]:
    return (fold(word) for word in listed.split(",") if word.strip())


LABELS = {word: (label, kind) for label, kind, listed in TYPES for word in _split(listed)}
LABELS |= {label.casefold(): (label, "") for label in SCHEMA.by_label if label != "Map"}
INVOLVEMENTS = {word: value for value, listed in INVOLVEMENT for word in _split(listed)}
PARTNERSHIPS = {word: kind for kind, listed in KINDS for word in _split(listed)}
_ENDS = {
    (source.strip(), target.strip()): type_
    for type_, sources, targets in ENDS for source in sources.split(",") for target in targets.split(",")
}  # fmt: skip


def _phrases() -> dict[str, list[tuple[str, bool]]]:
    found: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for type_, forward, backward in CONNECTIONS:
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
    settable = {p.name: p for p in properties if not p.managed and p.name not in ("id", "name")}
    found = {fold(word): settable[name] for name, listed in PROPERTIES if name in settable
             for word in listed.split(",")}  # fmt: skip
    return found | {fold(name): declared for name, declared in settable.items()}


_PHRASES = _phrases()
ELEMENT_FIELDS = {e.label: _by_field(SCHEMA.properties_of(e)) for e in SCHEMA.elements}
CONNECTION_FIELDS = {c.type: _by_field(SCHEMA.properties_of_connection(c)) for c in SCHEMA.connections}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a connection means: its type in the model, whether its ends swap, and how that was found."""

    type: str
    swaps: bool
    guessed: bool = False
    undecided: bool = False


def _way(type_: str, source: str, target: str, forward: bool) -> bool | None:
    """Whether the ends swap for a type to fit them; None when it does not fit at all."""
    if type_ == "FOUNDED_BY" and {source, target} == {"Library", "Organization"}:
        return target == "Library"  # founders found libraries, whoever drew the arrow
    allowed = SCHEMA.by_type[type_].pairs
    for swaps in (not forward, forward):
        if ((target, source) if swaps else (source, target)) in allowed:
            return swaps
    return None


@lru_cache(maxsize=4096)
def reading(phrase: str, source: str, target: str) -> Reading | None:
    """What a folded phrase means between two labels, or else what the labels suggest; None when nothing fits."""
    for type_, forward in _PHRASES.get(phrase, ()):
        if (swaps := _way(type_, source, target, forward)) is not None:
            both = {(source, target), (target, source)} <= SCHEMA.by_type[type_].pairs
            return Reading(type_, swaps, undecided=both and not SCHEMA.by_type[type_].mutual)
    for swaps in (False, True):
        if type_ := _ENDS.get((target, source) if swaps else (source, target), ""):
            return Reading(type_, swaps, guessed=True)
    return None
