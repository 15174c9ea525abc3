"""The register of providers of social services (RPSS) as the Ministry of Labour publishes it: JSON, an item a service.

Used of each item of ``polozky``: ``id``, ``druhSocialniSluzby``, ``poskytovatel`` (``ico``, ``nazev``), ``zarizeni``
(``nazev``, ``adresa.obec.id``) and ``datumPoskytovaniDo``. Codes of kinds follow the order of Act 108/2006; those of
emergency care (5) and of homes for the elderly (13) were checked, the others are inferred from that order.
"""

import json
from datetime import UTC, datetime
from typing import Any, BinaryIO

from graph.errors import Problem
from graph.formats.format import Format, Options
from graph.model import Text
from graph.rows import Rows
from graph.sources.czech_bodies import Bodies, gazetteer

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
    try:
        items = json.load(stream)["polozky"]
    except (ValueError, KeyError, TypeError) as error:
        yield Problem("file", f"is not the register of social services: {error}")
        return
    bodies = Bodies(SOURCE)
    today = datetime.now(UTC).date().isoformat()
    for number, item in enumerate(items, 1):
        if (item.get("datumPoskytovaniDo") or today) >= today:
            _service(bodies, f"polozky, item {number}", item)
    yield from bodies.rows()


def _service(bodies: Bodies, at: str, item: dict[str, Any]) -> None:
    provider = item.get("poskytovatel") or {}
    if not (id := bodies.body(at, provider.get("ico"), provider.get("nazev"), None)):
        return
    kind, topics, groups = _KINDS.get(_code(item.get("druhSocialniSluzby")), ("sociální služba", "socialni-sluzby", ""))
    facilities = item.get("zarizeni") or []
    name = next((each["nazev"] for each in facilities if each.get("nazev")), provider["nazev"])
    service = f"rpss-{item.get('id')}".replace("/", "-").lower()
    bodies.element(at, service, label="Activity", name=f"{name} ({kind})", kind="service", recurring=True)
    bodies.link(at, "RUNS", id, service)
    for facility in facilities:
        bodies.link(at, "LOCATED_IN", service, _place(facility))
        bodies.link(at, "LOCATED_IN", id, _place(facility))
    for topic in topics.split():
        bodies.link(at, "ABOUT", service, topic)
        bodies.link(at, "WORKS_ON", id, topic)
    for group in groups.split():
        bodies.link(at, "FOR", service, group)
        bodies.link(at, "SERVES", id, group)


def _code(reference: object) -> int:
    """The number at the end of a reference such as ``DruhSocialniSluzby/13``."""
    text = str(reference.get("id") if isinstance(reference, dict) else reference).rpartition("/")[2]
    return int(text) if text.isdecimal() else 0


def _place(facility: dict[str, Any]) -> str | None:
    code = str(_code((facility.get("adresa") or {}).get("obec")))
    return f"cz-{code}" if code in gazetteer().municipalities else None


FORMAT = Format(
    "rpss",
    (".json",),
    Text("Registr poskytovatelů sociálních služeb MPSV (JSON).", "The Czech register of social services (JSON)."),
    _recognises,
    _read,
    register=SOURCE,
)
