"""The register of providers of social services (RPSS) as the Ministry of Labour publishes it: JSON, an item a service.

Used of each item of ``polozky``: ``id``, ``druhSocialniSluzby``, ``poskytovatel`` (``ico``, ``nazev``), ``zarizeni``
(``nazev``, ``adresa.obec.id``) and ``datumPoskytovaniDo``. Codes of kinds follow the order of Act 108/2006; those of
emergency care (5) and of homes for the elderly (13) were checked, the others are inferred from that order.
"""

from datetime import UTC, datetime
from typing import BinaryIO

from graph.errors import Problem
from graph.formats.format import Format, Options
from graph.model import Text
from graph.rows import Data, Rows
from graph.sources.czech_bodies import Bodies, gazetteer
from graph.sources.listing import Unfit, listed, part, parts, said
from graph.values import rules

SOURCE = "MPSV, register of providers of social services"

_KINDS = {
    2: ("odborné sociální poradenství", "socialni-pomoc", "group-v-tezke-situaci"),
    3: ("osobní asistence", "socialni-sluzby", "group-lide-s-postizenim group-seniori"),
    4: ("pečovatelská služba", "socialni-sluzby pece-o-blizke", "group-seniori group-lide-s-postizenim"),
    5: ("tísňová péče", "socialni-sluzby", "group-seniori group-lide-s-postizenim"),
    6: ("průvodcovské a předčitatelské služby", "socialni-sluzby pristupnost", "group-nevidomi group-seniori"),
    7: ("podpora samostatného bydlení", "socialni-sluzby", "group-lide-s-postizenim group-dusevne-nemocni"),
    8: ("odlehčovací služby", "pece-o-blizke socialni-sluzby", "group-pecujici group-seniori"),
    9: ("centra denních služeb", "socialni-sluzby aktivizace-senioru", "group-seniori group-lide-s-postizenim"),
    10: ("denní stacionáře", "socialni-sluzby", "group-lide-s-postizenim group-seniori"),
    11: ("týdenní stacionáře", "socialni-sluzby", "group-lide-s-postizenim"),
    12: ("domovy pro osoby se zdravotním postižením", "socialni-sluzby", "group-lide-s-postizenim"),
    13: ("domovy pro seniory", "socialni-sluzby aktivizace-senioru", "group-seniori"),
    14: ("domovy se zvláštním režimem", "socialni-sluzby demence", "group-lide-s-demenci group-seniori"),
    15: ("chráněné bydlení", "socialni-sluzby", "group-lide-s-postizenim group-dusevne-nemocni"),
    16: ("sociální služby ve zdravotnických zařízeních lůžkové péče", "socialni-sluzby zdravi", "group-pacienti"),
    17: ("raná péče", "rodina socialni-sluzby", "group-rodice-postizenych-deti"),
    18: ("telefonická krizová pomoc", "dusevni-zdravi socialni-pomoc", "group-v-tezke-situaci"),
    19: ("tlumočnické služby", "znakovy-jazyk pristupnost", "group-neslysici"),
    20: ("azylové domy", "bezdomovectvi socialni-sluzby", "group-lide-bez-domova"),
    21: ("domy na půl cesty", "socialni-sluzby", "group-mladez"),
    22: ("kontaktní centra", "zavislosti nizkoprahove-sluzby", "group-lide-se-zavislosti"),
    23: ("krizová pomoc", "dusevni-zdravi socialni-pomoc", "group-v-tezke-situaci"),
    24: ("nízkoprahová denní centra", "nizkoprahove-sluzby bezdomovectvi", "group-lide-bez-domova"),
    25: ("nízkoprahová zařízení pro děti a mládež", "nizkoprahove-sluzby prevence", "group-mladez group-deti"),
    26: ("noclehárny", "bezdomovectvi socialni-sluzby", "group-lide-bez-domova"),
    27: ("služby následné péče", "zavislosti dusevni-zdravi", "group-lide-se-zavislosti"),
    28: ("sociálně aktivizační služby pro rodiny s dětmi", "rodina socialni-sluzby", "group-rodiny group-deti"),
    29: ("sociálně aktivizační služby pro seniory", "aktivizace-senioru", "group-seniori group-lide-s-postizenim"),
    30: ("sociálně terapeutické dílny", "socialni-sluzby remesla", "group-lide-s-postizenim"),
    31: ("terapeutické komunity", "zavislosti", "group-lide-se-zavislosti"),
    32: ("terénní programy", "prevence nizkoprahove-sluzby", "group-v-tezke-situaci"),
    33: ("sociální rehabilitace", "socialni-sluzby dusevni-zdravi", "group-lide-s-postizenim"),
    34: ("intervenční centra", "domaci-nasili", "group-v-tezke-situaci"),
}
"""Kinds of service by code: name, topics and target groups; our classification."""


def _recognises(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and b'"druhSocialniSluzby"' in head


def _read(stream: BinaryIO, _: Options) -> Rows:
    bodies = Bodies(SOURCE)
    today = datetime.now(UTC).date().isoformat()
    for number, item in enumerate(listed(stream, "polozky"), 1):
        if isinstance(item, Problem):
            yield item
            continue
        try:
            if (_until(item) or today) >= today:
                _service(bodies, f"polozky, item {number}", item)
        except Unfit as error:
            yield Problem(f"polozky, item {number}", str(error))
    yield from bodies.rows()


def _service(bodies: Bodies, at: str, item: Data) -> None:
    provider, facilities = part(item, "poskytovatel"), parts(item, "zarizeni")
    names = [name for each in facilities if (name := said(each, "nazev"))]
    places = [_place(facility) for facility in facilities]
    if not (id := bodies.body(at, said(provider, "ico"), said(provider, "nazev"), None)):
        return
    kind, topics, groups = _KINDS.get(_code(item.get("druhSocialniSluzby")), ("sociální služba", "socialni-sluzby", ""))
    name = next(iter(names), said(provider, "nazev"))
    service = f"rpss-{said(item, 'id')}".replace("/", "-").lower()
    bodies.element(at, service, label="Activity", name=f"{name} ({kind})", kind="service", recurring=True)
    bodies.link(at, "RUNS", id, service)
    for place in places:
        bodies.link(at, "LOCATED_IN", service, place)
        bodies.link(at, "LOCATED_IN", id, place)
    for topic in topics.split():
        bodies.link(at, "ABOUT", service, topic)
        bodies.link(at, "WORKS_ON", id, topic)
    for group in groups.split():
        bodies.link(at, "FOR", service, group)
        bodies.link(at, "SERVES", id, group)


def _until(item: Data) -> str:
    until = said(item, "datumPoskytovaniDo")
    if until and rules.partial_date(until[:10]):
        raise Unfit("datumPoskytovaniDo is not a date")
    return until


def _code(reference: object) -> int:
    """The number at the end of a reference such as ``DruhSocialniSluzby/13``."""
    text = str(reference.get("id") if isinstance(reference, dict) else reference).rpartition("/")[2]
    return int(text) if text.isdecimal() else 0


def _place(facility: Data) -> str | None:
    code = str(_code(part(facility, "adresa").get("obec")))
    return f"cz-{code}" if code in gazetteer().municipalities else None


FORMAT = Format(
    "rpss",
    (".json",),
    Text("Registr poskytovatelů sociálních služeb MPSV (JSON).", "The Czech register of social services (JSON)."),
    _recognises,
    _read,
    register=SOURCE,
)
