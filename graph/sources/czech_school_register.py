"""The register of schools (RSSZ) as the Ministry of Education publishes it: JSON-LD, one object a legal person.

Used of each item of ``list``: ``ico``, ``uplnyNazev``, ``adresa`` (``obec``, ``okres``), ``zrizovatele`` (legal persons
with ``ico``) and ``skolyAZarizeni`` (``uplnyNazev``). Names of persons in it are not read.
"""

import json
from typing import Any, BinaryIO

from graph.errors import Problem
from graph.formats.format import Format, Options
from graph.model import Text
from graph.rows import Rows
from graph.sources import czech_bodies
from graph.sources.czech_bodies import Bodies
from graph.texts import fold

SOURCE = "MŠMT, register of schools and school facilities"

_FACILITIES = (
    ("materska skola", "SERVES", "group-predskolni-deti"),
    ("zakladni skola", "SERVES", "group-zaci"),
    ("stredni skola", "SERVES", "group-studenti"),
    ("konzervator", "SERVES", "group-studenti"),
    ("vyssi odborna skola", "SERVES", "group-studenti"),
    ("zakladni umelecka skola", "WORKS_ON", "kultura-a-umeni"),
    ("jazykova skola", "WORKS_ON", "jazykove-vzdelavani"),
    ("skolni druzina", "WORKS_ON", "volny-cas-deti"),
    ("skolni klub", "WORKS_ON", "volny-cas-deti"),
    ("dum deti a mladeze", "WORKS_ON", "volny-cas-deti"),
    ("stredisko volneho casu", "WORKS_ON", "volny-cas-deti"),
)
"""How the name of a kind of facility begins, folded, and what it means; our classification."""

_KINDS = (
    (("zakladni skola", "stredni skola", "konzervator", "vyssi odborna skola", "jazykova skola"), "school"),
    (("materska skola",), "kindergarten"),
    (("zakladni umelecka skola",), "artSchool"),
    (("dum deti a mladeze", "stredisko volneho casu"), "leisureCentre"),
)
"""Of which kind a body is that has such a facility, the first that it has."""


def _recognises(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and b'"skolyAZarizeni"' in head


def _read(stream: BinaryIO, _: Options) -> Rows:
    try:
        items = json.load(stream)["list"]
    except (ValueError, KeyError, TypeError) as error:
        yield Problem("file", f"is not the register of schools: {error}")
        return
    bodies = Bodies(SOURCE)
    for number, item in enumerate(items, 1):
        _school(bodies, f"list, item {number}", item)
    yield from bodies.rows()


def _school(bodies: Bodies, at: str, item: dict[str, Any]) -> None:
    names = [fold(facility.get("uplnyNazev") or "") for facility in item.get("skolyAZarizeni") or ()]
    if not (id := bodies.body(at, item.get("ico"), item.get("uplnyNazev"), _kind(names))):
        return
    address = item.get("adresa") or {}
    bodies.link(at, "LOCATED_IN", id, czech_bodies.place(address.get("obec") or "", address.get("okres") or ""))
    for founder in item.get("zrizovatele") or ():
        if founder.get("druhOsoby") == "PO" and founder.get("ico"):
            bodies.link(at, "FOUNDED_BY", id, bodies.body(at, founder["ico"], founder.get("nazevOsoby"), None))
    for name in names:
        for beginning, link, term in _FACILITIES:
            if name.startswith(beginning):
                bodies.link(at, link, id, term)


def _kind(facilities: list[str]) -> str:
    """What a body is by its facilities: ``schoolFacility`` that only has canteens, halls of residence and the like."""
    return next(
        (kind for names, kind in _KINDS if any(each.startswith(names) for each in facilities)), "schoolFacility"
    )


FORMAT = Format(
    "rssz",
    (".jsonld",),
    Text("Rejstřík škol a školských zařízení MŠMT (JSON-LD).", "The Czech register of schools (JSON-LD)."),
    _recognises,
    _read,
    register=SOURCE,
)
