"""Who founds Czech libraries: the regions by law, and the municipality of the seat where nothing else is known."""

from collections.abc import Iterable, Iterator
from typing import Any

from graph.rows import Data, Row
from graph.sources.czech_operators import stated_municipality
from graph.values.texts import fold

REGIONS = {
    "CZ010": ("Hlavní město Praha", "00064581"),
    "CZ020": ("Středočeský kraj", "70891095"),
    "CZ031": ("Jihočeský kraj", "70890650"),
    "CZ032": ("Plzeňský kraj", "70890366"),
    "CZ041": ("Karlovarský kraj", "70891168"),
    "CZ042": ("Ústecký kraj", "70892156"),
    "CZ051": ("Liberecký kraj", "70891508"),
    "CZ052": ("Královéhradecký kraj", "70889546"),
    "CZ053": ("Pardubický kraj", "70892822"),
    "CZ063": ("Kraj Vysočina", "70890749"),
    "CZ064": ("Jihomoravský kraj", "70888337"),
    "CZ071": ("Olomoucký kraj", "60609460"),
    "CZ072": ("Zlínský kraj", "70891320"),
    "CZ080": ("Moravskoslezský kraj", "70890692"),
}
"""NUTS3 code: the region as an organisation, and its IČO."""

REGION_NUMBERS = frozenset(ico for _, ico in REGIONS.values())
PRAGUE = "cz-554782"
"""Its libraries may be founded by any of its 57 districts."""

SOURCE = "ARES; MŠMT, breakdown of the school budget 2025"
BY_LAW = "Library Act 257/2001, § 3"
BY_SEAT = "the seat in the register of Czech libraries"
_BY_SEAT_NOTE = "Odvozeno ze sídla knihovny; zřizovatele registr neuvádí."

_MAY_BELONG_TO_THE_TOWN = (None, "culturalInstitution")
"""Kinds of operators that are usually founded by the municipality."""


def region_id(code: str) -> str:
    """Id of a region as an organisation, by its NUTS3 code."""
    return f"ico-{REGIONS[code.upper()][1]}"


def regions() -> Iterator[Row]:
    """The regions as organisations. Prague is a municipality too, and lies where it is one."""
    for code, (name, ico) in REGIONS.items():
        data: Data = {
            "label": "Organization", "id": region_id(code), "name": name, "kind": "region", "ico": ico, "source": SOURCE,
        }  # fmt: skip
        yield Row(f"region {code}", data)
    for code in REGIONS:
        place = PRAGUE if code == "CZ010" else code.lower()
        yield Row(f"region {code}", {"link": "LOCATED_IN", "from": region_id(code), "to": place})


def inferred(elements: Iterable[Data], connections: Iterable[Data]) -> Iterator[Row]:
    """For each basic library without a founder, the municipality of its seat as a proposed one."""
    known = {str(element["id"]): element for element in elements}
    ends = _ends(connections)
    municipalities = _municipalities(known, ends)
    for library in known.values():
        id = str(library["id"])
        place = ends.get((id, "LOCATED_IN"))
        if place != PRAGUE and place in municipalities and _is_in_question(library, id, known, ends):
            yield Row(id, _founded(id, municipalities[place], status="proposed", note=_BY_SEAT_NOTE, source=BY_SEAT))


def founded_by_region(library: str, region: str) -> Data:
    """The founder of a regional library."""
    return _founded(library, region_id(region), source=BY_LAW)


def _founded(library: str, founder: str, **said: str) -> Data:
    return {"link": "FOUNDED_BY", "from": library, "to": founder, **said}


def _ends(connections: Iterable[Data]) -> dict[tuple[str, str], str]:
    return {(str(c["from"]), str(c["link"])): str(c["to"]) for c in connections}


def _municipalities(known: dict[str, Any], ends: dict[tuple[str, str], str]) -> dict[str, str]:
    """The organisation of each municipality, by the id of the place: the one that has its name."""
    found: dict[str, str] = {}
    for id, element in known.items():
        place = ends.get((id, "LOCATED_IN"), "")
        stated = stated_municipality(str(element.get("name"))) if element["label"] == "Organization" else None
        if stated and place in known and stated == fold(str(known[place]["name"])):
            found.setdefault(place, id)
    return found


def _is_in_question(library: Data, id: str, known: dict[str, Any], ends: dict[tuple[str, str], str]) -> bool:
    if library.get("libraryKind") != "basic" or (id, "FOUNDED_BY") in ends:
        return False
    operator = known.get(ends.get((id, "OPERATED_BY"), ""))
    if operator is None:
        return "legalForm" not in library
    return operator["label"] == "Organization" and operator.get("kind") in _MAY_BELONG_TO_THE_TOWN
