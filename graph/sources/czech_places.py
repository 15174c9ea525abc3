"""Czech municipalities, districts, regions and the country, and what a Czech place is called elsewhere."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from graph.errors import Problem
from graph.rows import Notice, Row, Rows
from graph.values.texts import fold

COUNTRY = "cz"
SOURCE = "Czech Statistical Office, RÚIAN"

_COLUMNS = ("Obec", "Kód obce", "Okres", "Kód okresu", "Kraj", "Kód kraje", "Latitude", "Longitude")

_REGIONS = {
    "CZ010": ("Prague", "Hlavní město Praha", ("HMP", "Praha")),
    "CZ020": ("Central Bohemian Region", "Středočeský", ()),
    "CZ031": ("South Bohemian Region", "Jihočeský", ()),
    "CZ032": ("Plzeň Region", "Plzeňský", ()),
    "CZ041": ("Karlovy Vary Region", "Karlovarský", ()),
    "CZ042": ("Ústí nad Labem Region", "Ústecký", ()),
    "CZ051": ("Liberec Region", "Liberecký", ()),
    "CZ052": ("Hradec Králové Region", "Královéhradecký", ("Hradec Králové",)),
    "CZ053": ("Pardubice Region", "Pardubický", ()),
    "CZ063": ("Vysočina Region", "Vysočina", ()),
    "CZ064": ("South Moravian Region", "Jihomoravský", ()),
    "CZ071": ("Olomouc Region", "Olomoucký", ()),
    "CZ072": ("Zlín Region", "Zlínský", ()),
    # The North Moravian region of 1960–2000 was larger; a district beside the name tells the present region.
    "CZ080": ("Moravian-Silesian Region", "Moravskoslezský", ("Severomoravský",)),
}
"""NUTS3 code: name in English, the name without the word *kraj*, other spellings."""


class Municipality(NamedTuple):
    """One line of the list of municipalities; codes are the official ones."""

    code: str
    name: str
    district: str
    region: str
    latitude: float
    longitude: float

    @property
    def id(self) -> str:
        """Id of its place."""
        return f"cz-{self.code}"


@dataclass(slots=True)
class Gazetteer:
    """Finds places by code or by a name as people write it. Ids, not codes, come back."""

    municipalities: dict[str, Municipality] = field(default_factory=dict)
    districts: dict[str, str] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)
    _named: dict[tuple[str, str], list[Municipality]] = field(default_factory=dict)
    _district_names: dict[str, str] = field(default_factory=dict)

    def add(self, municipality: Municipality, district: str, region: str) -> None:
        """Take one municipality in, with the names of its district and region."""
        self.municipalities[municipality.code] = municipality
        self.districts[municipality.district] = district
        self.regions[municipality.region] = region
        self._district_names[fold(district)] = municipality.district.lower()
        for whole in {municipality.district.lower(), municipality.region.lower()}:
            self._named.setdefault((fold(municipality.name), whole), []).append(municipality)

    def region(self, spelling: str) -> str | None:
        """Id of a region by any usual spelling: ``Zlínský``, ``zlínský kraj``, ``HMP``."""
        return _region_spellings().get(fold(spelling).replace("kraj", "").strip())

    def district(self, spelling: str) -> str | None:
        """Id of a district by its name, or by the name of a city that is a district of its own (``Praha 6``)."""
        name = fold(spelling)
        city = name.split(" ")[0]
        return self._district_names.get(name) or self._district_names.get(
            {"praha": "praha", "brno": "brno mesto", "ostrava": "ostrava mesto", "plzen": "plzen mesto"}.get(city, "")
        )

    def municipality(self, name: str, whole: str) -> Municipality | None:
        """The municipality of this name in a district or region (its id), when there is exactly one."""
        found = self._named.get((fold(name), whole), [])
        return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1)
def _region_spellings() -> dict[str, str]:
    return {
        fold(spelling): code.lower() for code, (_, short, others) in _REGIONS.items() for spelling in (short, *others)
    }


def load(path: Path) -> tuple[Gazetteer, list[Problem]]:
    """Read the list of municipalities (CSV, UTF-8) into a gazetteer; lines that cannot be used become problems.

    Source: codes of the Czech Statistical Office and RÚIAN, coordinates of the town.
    """
    gazetteer, problems = Gazetteer(), []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for item in _lines(csv.reader(file)):
                if isinstance(item, Problem):
                    problems.append(item)
                else:
                    gazetteer.add(*item)
    except UnicodeDecodeError:
        problems.append(Problem("file", "is not UTF-8; save it as CSV UTF-8"))
    return gazetteer, problems


def _lines(table: Iterator[list[str]]) -> Iterator[tuple[Municipality, str, str] | Problem]:
    header = next(table, [])
    if missing := [name for name in _COLUMNS if name not in header]:
        yield Problem("row 1", f"lacks the columns {', '.join(missing)}")
        return
    positions = [header.index(name) for name in _COLUMNS]
    for number, cells in enumerate(table, start=2):
        try:
            name, code, district, d, region, r, latitude, longitude = (cells[p].strip() for p in positions)
            found = Municipality(code, _cased(name), d, r, float(latitude), float(longitude))
        except (IndexError, ValueError):
            yield Problem(f"row {number}", "needs a name, codes and coordinates in degrees, such as 49.297")
        else:
            yield found, district, region


def _cased(name: str) -> str:
    """Undo capitals throughout (``ÚSTÍ NAD LABEM``)."""
    if not name.isupper():
        return name
    return re.sub(r"(?<= )(Nad|Pod|U|V|Ve|Na)(?= )", lambda word: word[0].lower(), name.title())


def read(gazetteer: Gazetteer) -> Rows:
    """Places and how they nest: country, regions (NUTS3), districts (LAU1), municipalities.

    A district or region lies at the mean of its municipalities. Prague is a municipality, a district and a region.
    """
    all_of = tuple(gazetteer.municipalities.values())
    yield _place(COUNTRY, "Česko", "CZ", "country", all_of, nameEn="Czechia", alternateNames=["Česká republika"])
    for code, region in gazetteer.regions.items():
        parts = [m for m in all_of if m.region == code]
        yield _place(code.lower(), region, code, "region", parts, **_region_names(code))
    for code, parts in _by_district(all_of).items():
        yield _place(code.lower(), f"okres {gazetteer.districts[code]}", code, "district", parts)
    for one in all_of:
        yield _place(one.id, one.name, one.code, "municipality", (one,))
    yield from _nesting(gazetteer)


def inhabitants(path: Path, gazetteer: Gazetteer) -> Iterator[Row | Notice]:
    """How many live in each municipality and in what it is part of, and how old they are on average."""
    parts: dict[str, list[tuple[int, float]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, (code, count, average) in enumerate(islice(csv.reader(file), 1, None), 2):
            one = gazetteer.municipalities.get(code)
            if one is None:
                yield Notice(f"row {number}", f"there is no municipality with the code {code}")
                continue
            for id in {one.id, one.district.lower(), one.region.lower(), COUNTRY}:
                parts.setdefault(id, []).append((int(count), float(average)))
    for id, counted in parts.items():
        total = sum(count for count, _ in counted)
        age = round(sum(count * age for count, age in counted) / total, 1)
        yield Row(f"place {id}", {"label": "Place", "id": id, "population": total, "averageAge": age})


def _by_district(municipalities: Iterable[Municipality]) -> dict[str, list[Municipality]]:
    parts: dict[str, list[Municipality]] = {}
    for one in municipalities:
        parts.setdefault(one.district, []).append(one)
    return parts


def _region_names(code: str) -> dict[str, Any]:
    english, short, others = _REGIONS.get(code, ("", "", ()))
    return {"nameEn": english, "alternateNames": [short, *others]} if english else {}


def _place(id: str, name: str, code: str, level: str, parts: Iterable[Municipality], **names: Any) -> Row:
    points = [(m.latitude, m.longitude) for m in parts]
    latitude, longitude = (round(sum(values) / len(points), 6) for values in zip(*points, strict=True))
    location = {"latitude": latitude, "longitude": longitude}
    data = {"label": "Place", "id": id, "name": name, **names, "code": code, "level": level, "location": location}
    return Row(f"place {code}", data)


def _nesting(gazetteer: Gazetteer) -> Iterator[Row]:
    for code in gazetteer.regions:
        yield _part_of(code.lower(), COUNTRY)
    districts = {one.district: one.region for one in gazetteer.municipalities.values()}
    for district, region in districts.items():
        yield _part_of(district.lower(), region.lower())
    for one in gazetteer.municipalities.values():
        yield _part_of(one.id, one.district.lower())


def _part_of(part: str, whole: str) -> Row:
    return Row(f"place {part}", {"link": "PART_OF", "from": part, "to": whole})
