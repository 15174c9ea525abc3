"""What columns, fields and keys are called in which maps name an element, say its type, or name the ends of a connection.

All are folded, the likeliest first.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from graph.mapping.drawing import text
from graph.mapping.meanings import Meant, meant_by
from graph.values.texts import fold

NAMES = (
    "name", "label", "title", "nazev", "nam", "jmeno", "caption", "full name", "fullname", "display name", "displayname",
    "pref label", "preflabel", "official name", "nazwa", "nazov", "naziv", "nom", "nombre", "nome", "naam", "navn", "namn",
    "bezeichnung", "titre", "titolo", "titulo", "titel", "titul", "nimi", "nev", "nazev organizace", "nazev akce",
    "nazev aktivity", "nazev knihovny", "organisation", "organization name", "organisation name", "organization",
    "organizace", "element",
)  # fmt: skip
"""The name of an element."""

BODIES = frozenset({"organisation", "organization", "organizace", "element"})
"""Names, of which one may also stand at many things that a body has: its services, or the stops of its bus."""

PEOPLE = (
    ("jmeno", "prijmeni"), ("krestni jmeno", "prijmeni"), ("meno", "priezvisko"), ("imie", "nazwisko"),
    ("first name", "last name"), ("firstname", "lastname"), ("first name", "surname"), ("firstname", "surname"),
    ("given name", "family name"), ("forename", "surname"), ("first", "last"), ("vorname", "nachname"), ("vorname", "name"),
    ("voornaam", "achternaam"), ("voornaam", "naam"), ("prenom", "nom"), ("nombre", "apellidos"), ("nombre", "apellido"),
    ("nome", "cognome"), ("nome", "sobrenome"), ("fornavn", "etternavn"), ("fornavn", "efternavn"), ("fornamn", "efternamn"),
    ("etunimi", "sukunimi"),
)  # fmt: skip
"""The two columns that name a person."""

WHOLE_NAMES = frozenset({
    "jmeno a prijmeni", "prijmeni a jmeno", "jmeno prijmeni", "meno a priezvisko", "imie i nazwisko", "nazwisko i imie",
    "vorname und nachname", "vor und nachname", "vorname nachname", "nom et prenom", "prenom et nom", "nom prenom",
    "nombre y apellidos", "nombre y apellido", "nombre completo", "nome e cognome", "cognome e nome", "nome completo",
    "first and last name", "voor en achternaam",
})  # fmt: skip
"""The column that names a person whole."""

GENDER = frozenset({"gender", "sex", "pohlavi", "pohlavie", "plec", "geschlecht", "genre", "sexe", "sexo", "genere"})
GENDERS = frozenset({
    "m", "f", "male", "female", "man", "woman", "muz", "zena", "z", "w", "mannlich", "weiblich", "h", "homme", "femme",
    "mujer", "hombre", "k", "d", "x", "other", "non binary", "unknown",
})  # fmt: skip
"""The column that tells men from women, and what stands in it."""

OF_PEOPLE = frozenset({
    "date of birth", "birth date", "birthdate", "birthday", "dob",
    "datum narozeni", "rok narozeni", "geburtsdatum", "date de naissance", "job title", "occupation", "profession", "povolani",
    "pracovni pozice", "maiden name", "password", "heslo", "ssn", "ss number", "social security number", "rodne cislo",
})  # fmt: skip
"""Columns that only people have."""

_PARTS = frozenset(
    {
        "role",
        "position",
        "job title",
        "funkce",
        "pozice",
        "pracovni pozice",
        "stanowisko",
        "funkcia",
        "funktion",
        "fonction",
        "cargo",
    }
)
_EMPLOYERS = frozenset({
    "organization", "organisation", "organizace", "organizacia", "organizacja", "company", "employer", "institution", "affiliation",
    "firma", "instituce", "zamestnavatel", "organisme", "entreprise", "institucion", "organizacion", "unternehmen",
})  # fmt: skip
_OF_ANYBODY = frozenset(
    {"name", "full name", "fullname", "jmeno", "display name", "displayname", "meno", "nombre", "naam"}
)

SECRET = frozenset({
    "password", "heslo", "passwd", "password hash", "hashed password", "token", "access token", "api key", "ssn", "ss number",
    "social security number", "rodne cislo", "ip address", "ipaddress", "ip adresa", "home address", "adresa bydliste", "bydliste",
})  # fmt: skip
"""Fields that nobody means to show, whatever they are of."""

CONTACTS = frozenset({
    "kontaktni osoba", "jmeno kontaktni osoby", "kontaktna osoba", "osoba do kontaktu", "osoba kontaktowa", "contact person", "contact name",
    "primary contact", "ansprechpartner", "ansprechpartnerin", "ansprechperson", "kontaktperson", "contactpersoon",
    "personne de contact", "persona de contacto", "persona di contatto", "pessoa de contato", "pessoa de contacto",
})  # fmt: skip
"""Fields that name a person of something that is none: of people, no more is public than what they are there for."""

ROWS = {
    word: type_
    for type_, listed in (
        ("person", ("people, persons, individuals, staff, osoby, lide, jednotlivci, zamestnanci, zamestnankyne, ludia, personen, "
                   "menschen, personnes, personas, persone, pessoas, osoby kontaktowe, ludzie, mensen, henkilot")),
        ("library", ("libraries, public libraries, library branches, knihovny, pobocky knihovny, kniznice, biblioteki, bibliotheken, "
                    "bibliotheques, mediatheques, bibliotecas, biblioteche, bibliotheeken, biblioteker, kirjastot, konyvtarak")),
        ("organization", "organizations, organisations, organizace, organizacie, organizacje, organisationen, organizaciones"),
        ("association", "spolky, neziskovky, neziskove organizace, ngos, nonprofits, vereine, associazioni, asociaciones"),
        ("school", "schools, skoly, szkoly, schulen, ecoles, escuelas, scuole"),
        ("museum", "museums, muzea, museen, musees, museos, musei"),
        ("activity", "activities, aktivity, cinnosti, aktivitaten, actividades"),
        ("event", "events, akce, udalosti, podujatia, wydarzenia, veranstaltungen, evenements, eventos, eventi"),
    )
    for word in listed.split(", ")
}  # fmt: skip
"""What the rows of a table are that is called so, folded: a word for a type."""

WHEREABOUTS = frozenset({
    "address", "adresa", "street", "ulice", "town", "city", "obec", "mesto", "psc", "zip", "zipcode", "zip code", "postcode",
    "post code", "postal code", "postalcode", "location", "latitude", "lat", "phone", "telephone", "telefon", "tel", "opening hours",
    "okres", "kraj", "region", "county", "district", "neighborhood", "neighbourhood", "adresse", "ort", "plz", "strasse", "stadt",
    "ville", "commune", "code postal", "rue", "direccion", "localidad", "municipio", "barrio", "indirizzo", "comune", "citta",
    "ulica", "miasto", "telefono", "ico",
})  # fmt: skip
"""Fields of what is somewhere or can be called, such as a library of people, and none of programs."""

TIMES = frozenset({
    "date", "datum", "datum konani", "start", "start date", "begin", "od", "kdy", "termin", "termin konani", "beginn", "fecha",
    "data", "when", "since", "event date", "venue", "misto konani", "organizer", "poradatel", "partner", "partneri",
})  # fmt: skip
"""Fields of what happens."""

ELEMENT_TYPES = (
    "element type", "type", "node type", "nodetype", "entity type", "category", "group", "kind", "class", "labels",
    "label", "typ", "druh", "kategorie", "skupina", "rodzaj", "tipo", "categorie", "categoria", "rubrik", "soort", "amenity",
)  # fmt: skip
CONNECTION_TYPES = (
    "connection type", "type", "relationship", "relation", "relationship type", "rel", "rel type", "reltype", "edge type",
    "edgetype", "link type", "linktype", "interaction", "predicate", "kind", "category", "class", "typ", "vztah", "druh",
    "kategorie", "rodzaj", "tipo",
)  # fmt: skip

ENDS = (
    ("source", "target"), ("from", "to"), ("start", "end"), ("source id", "target id"), ("sourceid", "targetid"),
    ("from id", "to id"), ("fromid", "toid"), ("start node", "end node"), ("startnode", "endnode"),
    ("start id", "end id"), ("source node", "target node"), ("from node", "to node"), ("fromnode", "tonode"),
    ("source name", "target name"), ("from name", "to name"), ("source", "destination"), ("src", "dst"), ("tail", "head"),
    ("subject", "object"), ("odkud", "kam"), ("od", "do"), ("od", "komu"), ("zdroj", "cil"),
)  # fmt: skip
"""The two ends of a connection."""

_KEY = re.compile(r"(.+?) ?(?:id|key)")
"""The heading of a column that holds ids of what stands in another table, such as person_id."""

_KIND_OF = re.compile(r"(?:typ|druh|kategorie|type of|kind of|tipo de|type de|rodzaj) (\w+)|(\w+) type")
"""The heading of a column that holds the kinds of what the rows are."""

_WORDS = frozenset(name for name in NAMES[: NAMES.index("nazev organizace")] if " " not in name)
"""Words that make a heading a name of something, such as Library name."""

_NOT_ROWS = frozenset(
    {"city", "town", "street", "district", "county", "region", "country", "state", "province", "job", "commune", "comune", "citta",
     "ville", "rue", "ulice", "obec", "mesto", "okres", "kraj", "ort", "stadt", "strasse", "ulica", "miasto", "municipio",
     "localidad", "barrio", "regione", "provincia", "plz"}
)  # fmt: skip
"""Words of a heading that is a name of where a row is, or of somebody's work."""

_LETTERS = re.compile(r"[^\W\d_]+")

_FORENAMES = frozenset(name for pair in PEOPLE for name in pair) - {"first", "last"}
_OF_THINGS = WHEREABOUTS | WHOLE_NAMES | _FORENAMES | {*NAMES, "email", "e mail", "mail"}
"""Fields of things and people that a row which only connects them has not."""

_OF_TIES = frozenset(
    {*CONNECTION_TYPES, "id", "role", "weight", "vaha", "since", "start date", "end date", "note", "poznamka"}
)
"""Fields of rows that connect."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TIME = re.compile(r"\d{4}(-\d\d|$)|\d{1,2}\.\s*\d{1,2}\.|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}:\d\d")
"""How dates, years and times of day begin: from one to another leads no connection."""

_MEASURE = re.compile(r"[+-]?\d+[.,]\d+")

_RARE, _FEW, _MOST = 0.05, 0.3, 0.8
_HALF = 0.5


_CODE = re.compile(r"\d|(?<!^)@(?!$)|^[^\W\d]++://")
"""What one word has that names nothing to people: a number, a key such as AA009, an address."""


def naming(columns: Mapping[str, Sequence[object]], besides: Collection[str] = ()) -> str:
    """The column that likely names things: called a name of something, or else one with a text of its own in most rows.

    Words name things rather than codes, and where no column has a text of its own in most rows, those do that repeat least.
    ``columns`` are the values by headings; of those ``besides``, folded, none is it.
    """
    own = {name: len({each for each in values if isinstance(each, str) and each}) for name, values in columns.items()}
    listed = [name for name in columns if fold(name) not in besides]
    rows = max(map(len, columns.values()), default=0)
    called = [name for name in listed if own[name] and called_a_name(name)]
    if called and own[best := max(called, key=own.__getitem__)] > _RARE * rows:
        return best
    listed = [name for name in listed if not _are_measures(columns[name])]
    worded = [name for name in listed if _are_words(columns[name])]
    for among in (worded, listed):
        if found := next((name for name in among if own[name] > _MOST * rows), ""):
            return found
    if called:
        return max(called, key=own.__getitem__)
    telling = (
        name for name in worded if own[name] > _FEW * rows and sum(map(bool, map(text, columns[name]))) > _MOST * rows
    )
    return max(telling, key=own.__getitem__, default="")


def _are_measures(values: Sequence[object]) -> bool:
    """Whether all of some values are numbers with a point, such as degrees."""
    said = [found for each in values if (found := text(each))]
    return bool(said) and all(map(_MEASURE.fullmatch, said))


def _are_words(values: Sequence[object]) -> bool:
    """Whether most of some values are words, and not numbers, keys or addresses."""
    said = [found for each in values if isinstance(each, str) and (found := text(each))]
    return bool(said) and sum(not _is_code(each) for each in said) > _MOST * len(said)


def _is_code(said: str) -> bool:
    return " " not in said and bool(_CODE.search(said))


def type_of_rows(title: str, fields: Collection[str]) -> str:
    """What the rows of a table are that is called so and has these fields, folded: a word for a type, or nothing.

    People are, whatever is said of them: fewer see people. Anything else has some field that such things have.
    """
    titles = (title, *map(_kinds, fields))
    type_ = next((found for each in titles if (found := ROWS.get(" ".join(_LETTERS.findall(fold(each))), ""))), "")
    signs = WHEREABOUTS | TIMES if type_ in ("activity", "event") else WHEREABOUTS
    return type_ if type_ == "person" or not signs.isdisjoint(fields) else ""


def _kinds(heading: str) -> str:
    """What a heading names the kinds of, as *typ knihovny* and *library type* do; nothing where it does not."""
    found = _KIND_OF.fullmatch(heading)
    said = (found[1] or found[2]) if found else ""
    return said if said in ROWS or not said else f"{said}s" if f"{said}s" in ROWS else f"{said.removesuffix('y')}ies"


def are_of_people(fields: Collection[str]) -> bool:
    """Whether what has these fields, folded, is people: a name, what they are, and the organization where they are it."""
    return not any(each.isdisjoint(fields) for each in (_OF_ANYBODY, _PARTS, _EMPLOYERS))


def worded(heading: str) -> list[str]:
    """The words of a heading, folded, those that begin with a capital letter apart."""
    return fold(_HUMP.sub(" ", heading)).split()


def called_a_name(heading: str) -> bool:
    """Whether a heading says that it is the name of something, and not of where this is."""
    said = worded(heading)
    return not _WORDS.isdisjoint(said) and _NOT_ROWS.isdisjoint(said)


def keyed(heading: str) -> Meant | None:
    """What the ids in a column or field are of by its name, such as person_id; None for another one."""
    found = _KEY.fullmatch(fold(_HUMP.sub(" ", heading)))
    return meant_by(found[1]) if found else None


def is_key(heading: str) -> bool:
    """Whether a heading says that ids of something stand below it, whatever that is."""
    return worded(heading)[1:] != [] and worded(heading)[-1] in ("id", "key")


def keyed_ends(headings: Collection[str]) -> tuple[tuple[str, Meant], tuple[str, Meant]] | None:
    """The two fields whose ids a row connects that is nothing itself, each with what they are of.

    A person comes first, and an organization before anything else. Two people are no ends, and without a person nothing
    stands beside the ids but what connections have.
    """
    said = {fold(_HUMP.sub(" ", name)) for name in headings}
    if not _OF_THINGS.isdisjoint(said) or {"first", "last"} <= said or any(map(called_a_name, headings)):
        return None
    found = [(name, of) for name in headings if (of := keyed(name))]
    people = sorted((each for each in found if each[1][0] == "Person"), key=lambda each: _rank(each[0]))
    others = [each for each in found if each[1][0] != "Person"]
    if people and others:
        return people[0], min(others, key=lambda each: _rank(each[0]))
    are_ties = all(keyed(name) or is_key(name) or fold(_HUMP.sub(" ", name)) in _OF_TIES for name in headings)
    return (others[0], others[1]) if len(others) > 1 and not people and are_ties else None


def _rank(heading: str) -> int:
    """How likely an id is that of an end: ids of people and organizations are called so."""
    return 0 if not {"person", "organization", "organisation", "org"}.isdisjoint(worded(heading)) else 1


def are_times(values: Sequence[object]) -> bool:
    """Whether most of some values are dates or times, and not names."""
    said = [found for each in values if (found := text(each))]
    return bool(said) and sum(bool(_TIME.match(each)) for each in said) > _HALF * len(said)
