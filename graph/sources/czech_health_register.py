"""The register of providers of health services (NRPZS) as ÚZIS publishes it: CSV, one row a place of care.

Used are the columns ``ZZ_nazev``, ``ZZ_druh_nazev``, ``ZZ_obec``, ``ZZ_okres_kod``, ``poskytovatel_ICO`` and
``poskytovatel_nazev`` of 2026, or those of older files. Only houses are read, no surgeries of single doctors.
"""

import csv
from io import TextIOWrapper
from typing import BinaryIO

from graph.errors import Problem
from graph.formats.format import Format, Options
from graph.model import Text
from graph.rows import Rows
from graph.sources import czech_bodies
from graph.sources.czech_bodies import Bodies
from graph.values.texts import fold

SOURCE = "ÚZIS, register of providers of health services (NRPZS), CC BY 4.0"

_COLUMNS = {
    "name": ("ZZ_nazev", "NazevCely", "NazevZarizeni"),
    "kind": ("ZZ_druh_nazev", "DruhZarizeni"),
    "town": ("ZZ_obec", "Obec"),
    "district": ("ZZ_okres_kod", "OkresKod", "OkresCode"),
    "ico": ("poskytovatel_ICO", "Ico"),
    "provider": ("poskytovatel_nazev", "PoskytovatelNazev"),
}
"""What is read, and how the columns have been named over the years, the newest first."""

_HOUSES = (
    "nemocnice",
    "lecebn",
    "hospic",
    "rehabilitacni ustav",
    "lazen",
    "dusevniho zdravi",
    "porodnice",
    "poliklinik",
)
_KINDS = (("psychiatr", "dusevni-zdravi"), ("dusevniho zdravi", "dusevni-zdravi"), ("hospic", "umirani-a-hospic"))


def _recognises(head: bytes) -> bool:
    first = head.removeprefix(b"\xef\xbb\xbf").splitlines()[:1]
    header = first[0].decode("utf-8", "replace") if first else ""
    return "ZZ_druh_nazev" in header or ("DruhZarizeni" in header and "Ico" in header)


def _read(stream: BinaryIO, _: Options) -> Rows:
    text = TextIOWrapper(stream, "utf-8-sig", newline="")
    bodies = Bodies(SOURCE)
    try:
        header = text.readline()
        text.seek(0)
        for number, row in enumerate(csv.DictReader(text, delimiter=";" if ";" in header else ","), 2):
            _house(bodies, f"row {number}", {key: _cell(row, names) for key, names in _COLUMNS.items()})
    except (UnicodeDecodeError, csv.Error) as error:
        yield Problem("file", f"cannot be read as CSV in UTF-8: {error}")
        return
    finally:
        text.detach()
    yield from bodies.rows()


def _cell(row: dict[str, str], names: tuple[str, ...]) -> str:
    return next((row[name].strip() for name in names if row.get(name)), "")


def _house(bodies: Bodies, at: str, row: dict[str, str]) -> None:
    kind = fold(row["kind"])
    if not any(house in kind for house in _HOUSES):
        return
    if id := bodies.body(at, row["ico"], row["provider"] or row["name"], "healthcare"):
        bodies.link(at, "LOCATED_IN", id, czech_bodies.place(row["town"], row["district"]))
        bodies.link(at, "SERVES", id, "group-pacienti")
        bodies.link(at, "WORKS_ON", id, next((topic for word, topic in _KINDS if word in kind), "zdravi"))


FORMAT = Format(
    "nrpzs",
    (".csv",),
    Text("Registr poskytovatelů zdravotních služeb ÚZIS (CSV).", "The Czech register of health services (CSV)."),
    _recognises,
    _read,
    register=SOURCE,
)
