"""The register of schools (RSSZ) as the Ministry of Education publishes it: JSON-LD, one object a legal person.

Used of each item of ``list``: ``ico``, ``uplnyNazev``, ``adresa`` (``obec``, ``okres``), ``zrizovatele`` (legal persons
with ``ico``) and ``skolyAZarizeni`` (``uplnyNazev``). Names of persons in it are not read.
"""

from typing import BinaryIO

from graph.errors import Problem
from graph.formats.format import Format, Options
from graph.model import Text
from graph.rows import Data, Rows
from graph.sources import czech_bodies
from graph.sources.czech_bodies import Bodies
from graph.sources.listing import Unfit, listed, part, parts, said
from graph.values.texts import fold

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
    bodies = Bodies(SOURCE)
    for number, item in enumerate(listed(stream, "list"), 1):
        if isinstance(item, Problem):
            yield item
            continue
        try:
            _school(bodies, f"list, item {number}", item)
        except Unfit as error:
            yield Problem(f"list, item {number}", str(error))
    yield from bodies.rows()


def _school(bodies: Bodies, at: str, item: Data) -> None:
    names = [fold(said(facility, "uplnyNazev")) for facility in parts(item, "skolyAZarizeni")]
    address, founders = part(item, "adresa"), parts(item, "zrizovatele")
    where = czech_bodies.place(said(address, "obec"), said(address, "okres"))
    founded = [(said(each, "ico"), said(each, "nazevOsoby")) for each in founders if said(each, "druhOsoby") == "PO"]
    if not (id := bodies.body(at, said(item, "ico"), said(item, "uplnyNazev"), _kind(names))):
        return
    bodies.link(at, "LOCATED_IN", id, where)
    for ico, name in founded:
        if ico:
            bodies.link(at, "FOUNDED_BY", id, bodies.body(at, ico, name, None))
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
