"""The register of Czech libraries kept by the Ministry of Culture, cleaned; what cannot be used is reported by row.

Expected is a table (CSV, UTF-8, comma or semicolon) with the columns of ``_COLUMNS``; a municipality code in
``obec_code`` is used where there is one. Rows are numbered as in a spreadsheet, the header is row 1.
"""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from graph.errors import Problem
from graph.rows import Data, Notice, Row, Rows
from graph.sources import czech_founders, czech_operators
from graph.sources.czech_operators import Entry, Operator
from graph.sources.czech_places import COUNTRY, Gazetteer, Municipality
from graph.values import rules
from graph.values.texts import fold

SOURCE = "Register of Czech libraries, Ministry of Culture"

_COLUMNS = (
    "reg_no", "name", "kind", "category", "operator", "operator_ico", "street", "psc", "town", "okres", "kraj",
    "sigla", "web", "status", "registered",
)  # fmt: skip
_REGIONAL = ("krajska", "mzk")
_FOUNDERS = ("municipality", "region")

Told = Callable[[str], None]
"""Takes a message about the row at hand."""


def read(path: Path, gazetteer: Gazetteer, source: str = SOURCE) -> Rows:
    """Libraries, their operators and where both are.

    A library that is a body of its own carries the IČO itself; its branches are operated by it. Every other operator
    is an organisation; a municipality or region that operates a library founded it, and a region founds its regional
    library. ``source`` names the copy of the register that was read.
    """
    entries: list[Entry] = []
    for item in _entries(path, gazetteer):
        if isinstance(item, Entry):
            item.library["source"] = source
            entries.append(item)
        else:
            yield item
    operators, notices = czech_operators.group(entries)
    yield from notices
    for operator in operators:
        if operator.library:
            _own_body(operator)
    yield from (Row(entry.row, entry.library) for entry in entries)
    yield from (Row(o.entries[0].row, _organization(o, source)) for o in operators if not o.library)
    yield from _connections(entries, operators, gazetteer, source)


# ------------------------------------------------------------------------------------------------------- the table


def _entries(path: Path, gazetteer: Gazetteer) -> Iterator[Entry | Notice | Problem]:
    seen: dict[str, str] = {}
    try:
        for place, cells in _table(path):
            if isinstance(cells, Problem):
                yield cells
                continue
            number = cells["reg_no"]
            if not any(cells.values()):
                yield Notice(place, "is empty")
            elif not (number.isascii() and number.isdigit()):
                yield Problem(f"{place}, reg_no", f"{number!r} is not a registration number; it identifies the library")
            elif number in seen:
                yield Problem(f"{place}, reg_no", f"{number} stands already in {seen[number]}; a library has one row")
            else:
                seen[number] = place
                messages: list[str] = []
                yield _entry(place, cells, gazetteer, messages.append)
                yield from (Notice(place, message) for message in messages)
    except UnicodeDecodeError:
        yield Problem("file", "is not UTF-8; save it as CSV UTF-8")
    except csv.Error as error:
        yield Problem("file", f"is not a table of comma-separated values: {error}")


def _table(path: Path) -> Iterator[tuple[str, dict[str, str] | Problem]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        separator = ";" if ";" in file.readline() else ","
        file.seek(0)
        table = csv.reader(file, delimiter=separator)
        header = next(table, [])
        if missing := [name for name in _COLUMNS if name not in header]:
            yield "row 1", Problem("row 1", f"lacks the columns {', '.join(missing)}")
            return
        for number, cells in enumerate(table, start=2):
            place = f"row {number}"
            if cells and len(cells) != len(header):
                yield place, Problem(place, f"has {len(cells)} cells, the header has {len(header)}")
            else:
                yield place, dict(zip(header, map(_blanks, cells), strict=False)) or dict.fromkeys(header, "")


def _blanks(cell: str) -> str:
    return " ".join(cell.split())


def _entry(row: str, cells: dict[str, str], gazetteer: Gazetteer, tell: Told) -> Entry:
    place, municipality = _place(cells, gazetteer, tell)
    raw = cells["operator_ico"]
    ico = raw.replace(" ", "").zfill(8) if raw else ""
    valid = bool(ico) and rules.ico(ico) is None
    if not valid:
        tell(f"IČO {raw!r} is not valid (check digit); left out")
    elif ico in czech_founders.REGION_NUMBERS and czech_operators.kind(cells["operator"]) not in _FOUNDERS:
        tell(f"IČO {ico} is that of the region, not of {cells['operator']}; left out")
        valid = False
    if not cells["operator"]:
        tell("names no operator")
    return Entry(
        row, _library(cells, tell), place, municipality,
        cells["operator"], ico if valid else None, raw, cells.get("operator_form", ""),
    )  # fmt: skip


def _library(cells: dict[str, str], tell: Told) -> dict[str, Any]:
    number = cells["reg_no"]
    name = cells["name"]
    if not name:
        tell("has no name; the registration number stands for it")
    data = {
        "label": "Library",
        "id": f"cz-library-{number}",
        "name": name or f"Knihovna {number}",
        "url": _web(cells["web"], tell),
        "registrationNumber": number,
        "sigla": _sigla(cells["sigla"], tell),
        "libraryKind": _kind(cells, tell),
        "closed": _closed(cells["status"], tell),
        "registered": _registered(cells["registered"], tell),
        "category": None if cells["category"] == "public" else cells["category"],
        "address": _address(cells, tell),
    }
    return {key: value for key, value in data.items() if value}


# ------------------------------------------------------------------------------------------------------- the cells


def _closed(cell: str, tell: Told) -> bool:
    if not cell:
        tell("has no status; taken as active")
    return cell not in ("A", "")


def _kind(cells: dict[str, str], tell: Told) -> str | None:
    plain, category = fold(cells["kind"]), fold(cells["category"])
    if category == "nk cr" or plain.startswith("narodni"):
        return "national"
    if category in _REGIONAL or plain.startswith("krajska"):
        return "regional"
    if plain.startswith("zakladni"):
        return "basicWithSpecialCollection" if "specializovan" in plain else "basic"
    if plain.startswith("specializovan"):
        return "specialised"
    tell(f"kind {cells['kind']!r} is not known; left out")
    return None


def _sigla(cell: str, tell: Told) -> str | None:
    found = [letters + digits for letters, digits in re.findall(r"\b([A-Z]{3}) ?(\d{3})\b", cell.upper())]
    if cell and not found:
        tell(f"sigla {cell!r} is not three letters and three digits; left out")
    elif len(found) > 1:
        tell(f"several siglas in one cell, {cell!r}; took {found[0]}")
    return found[0] if found else None


_DATE = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)\. ?(\d\d?)\. ?(\d{4})")


def _registered(cell: str, tell: Told) -> str | None:
    found = [day for match in _DATE.finditer(cell) if (day := _day(match))]
    if cell and not found:
        tell(f"date {cell!r} cannot be read; left out")
    elif len(found) > 1:
        tell(f"several dates in one cell, {cell!r}; took {found[0]}")
    return found[0] if found else None


def _day(match: re.Match[str]) -> str | None:
    year, month, day = match.group(1, 2, 3) if match[1] else match.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


_ADDRESS = re.compile(r"(https?://)?[\w-]+(\.[\w-]+)+(:\d+)?([/?]\S*)?", re.IGNORECASE)


def _web(cell: str, tell: Told) -> str | None:
    if not cell:
        return None
    first, *rest = [part for part in re.split(r"[;,\s]+", cell) if part]
    mended = re.sub(r"^(https?):/*", r"\1://", re.sub(r"^((?:https?:/*)?www):", r"\1.", first, flags=re.IGNORECASE))
    # A blank within an address cannot be told from a further word, so the rest must be an address or set apart.
    apart = not rest or rest[0] == "-" or all(map(_ADDRESS.fullmatch, rest))
    if not _ADDRESS.fullmatch(mended) or not apart:
        tell(f"web {cell!r} is not an address; left out")
        return None
    if rest or mended != first:
        tell(f"web {cell!r}; took {mended}")
    return mended if "://" in mended else f"http://{mended}"


def _address(cells: dict[str, str], tell: Told) -> dict[str, str]:
    code = re.sub(r"\D", "", cells["psc"])
    if cells["psc"] and (len(code) != 5 or len(cells["psc"].replace(" ", "")) != 5):
        tell(f"postal code {cells['psc']!r} has not five digits; left out")
        code = ""
    parts = {"street": cells["street"], "postalCode": code, "town": cells["town"]}
    return {key: value for key, value in parts.items() if value}


# ----------------------------------------------------------------------------------------------------------- where


def _place(cells: dict[str, str], gazetteer: Gazetteer, tell: Told) -> tuple[str, Municipality | None]:
    """Id of the place, and the municipality if it is one."""
    region, district = gazetteer.region(cells["kraj"]), gazetteer.district(cells["okres"])
    if cells["kraj"] and not region:
        tell(f"region {cells['kraj']!r} is not known")
    if found := gazetteer.municipalities.get(cells.get("obec_code", "")):
        if district and found.district.lower() != district:
            lies_in = gazetteer.districts[found.district]
            tell(f"district {cells['okres']}: {found.name} lies in {lies_in}; this was taken")
        return found.id, found
    if found := _by_name(cells, gazetteer, [whole for whole in (district, region) if whole]):
        tell(f"no municipality code; town {cells['town']!r} taken as {found.name} ({found.code})")
        return found.id, found
    place = district or region or COUNTRY
    tell(f"no municipality code and town {cells['town']!r} is not certain; put into {place}")
    return place, None


def _by_name(cells: dict[str, str], gazetteer: Gazetteer, wholes: list[str]) -> Municipality | None:
    """The municipality named by the operator, or by the town without its part (``Kolín IV``, ``Karviná-Ráj``)."""
    town = cells["town"]
    stated = czech_operators.stated_municipality(cells["operator"])
    names = (stated, town, re.split(r"\s*-|\s+(?=[IVX]+\b|\d)", town)[0])
    return next((m for whole in wholes for name in names if name and (m := gazetteer.municipality(name, whole))), None)


# ------------------------------------------------------------------------------------------- operators, connections


def _own_body(operator: Operator) -> None:
    own = operator.library
    assert own
    library = own.library
    library.update({"ico": operator.ico} if operator.ico else {"icoRaw": own.raw_ico})
    known = czech_operators.core(library["name"])
    if others := [name for name in operator.names if czech_operators.core(name) != known]:
        library["alternateNames"] = others
    if own.form:
        library["legalForm"] = own.form


def _organization(operator: Operator, source: str) -> dict[str, Any]:
    name, *others = operator.names
    data = {
        "label": "Organization",
        "id": operator.id,
        "name": name,
        "alternateNames": others,
        "kind": czech_operators.kind(name),
        "legalForm": next((entry.form for entry in operator.entries if entry.form), None),
        "ico": operator.ico,
        "icoRaw": None if operator.ico else operator.entries[0].raw_ico,
        "source": source,
    }
    return {key: value for key, value in data.items() if value}


def _connections(entries: list[Entry], operators: list[Operator], gazetteer: Gazetteer, source: str) -> Iterator[Row]:
    for entry in entries:
        yield Row(entry.row, {"link": "LOCATED_IN", "from": entry.id, "to": entry.place})
    for operator in operators:
        if not operator.library and (place := czech_operators.place(operator, gazetteer)):
            yield Row(operator.entries[0].row, {"link": "LOCATED_IN", "from": operator.id, "to": place})
        for entry in operator.entries:
            if entry is not operator.library:
                yield from _operated(entry, operator, source)
            elif entry.municipality and entry.library.get("category") == "krajská":
                yield Row(entry.row, czech_founders.founded_by_region(entry.id, entry.municipality.region))


def _operated(entry: Entry, operator: Operator, source: str) -> Iterator[Row]:
    ends: Data = {"from": entry.id, "to": operator.id, "source": source}
    yield Row(entry.row, {"link": "OPERATED_BY", **ends})
    if not operator.library and czech_operators.kind(operator.names[0]) in _FOUNDERS:
        yield Row(entry.row, {"link": "FOUNDED_BY", **ends})
