"""The seed that comes with the service: Czech places, the register of libraries, vocabulary, activities and maps."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from graph.errors import Problem
from graph.formats import registry
from graph.rows import Notice, Row, Rows
from graph.sources import czech_founders, czech_places, czech_register

FOLDER = Path(__file__).resolve().parents[2] / "seed"


_OWN = "Spojenci, activities"
SOURCES = {
    "regions": czech_founders.SOURCE,
    "cz_libraries.csv": czech_register.SOURCE,
    "cz_municipalities.csv": czech_places.SOURCE,
    "cz_population.csv": czech_places.SOURCE,
    "library_names.jsonl": "Spojenci, names of libraries",
    "vocabulary.jsonl": "Spojenci, vocabulary",
    "maps.jsonl": "Sociální inovace v knihovnách, workshop slides",
    "activities.jsonl": _OWN,
    "more_activities.jsonl": _OWN,
    "national.jsonl": "Spojenci, national bodies",
    "schools.jsonl.gz": "MŠMT, school register, 2024",
    "kralovehradecky.jsonl.gz": "Data KHK, Královéhradecký kraj, 2025-10",
}
"""What a row of a file rests on that names no source of its own; ``sources.jsonl`` tells more of each."""

FILES = ("sources.jsonl", "library_names.jsonl", "vocabulary.jsonl", "activities.jsonl", "national.jsonl", "maps.jsonl")
ALLIES = ("schools.jsonl.gz", "kralovehradecky.jsonl.gz", "more_activities.jsonl")
"""What makes the seed twice as large: bodies near every library, and what they do with libraries."""


def read(folder: Path = FOLDER, *, allies: bool = True, register: Path | None = None) -> Rows:
    """All rows of the seed, elements first. Without ``allies``, those of ``ALLIES`` are left out.

    A newer copy of the ``register`` of libraries takes the place of the one in the folder.

    An element described in two files comes once, the later one counts; a connection that two files state comes once.
    """
    elements: dict[str, Row] = {}
    connections: dict[tuple[object, object, object], Row] = {}
    for item in _all(folder, (*FILES, *ALLIES) if allies else FILES, register):
        if not isinstance(item, Row):
            yield item
        elif "link" in item.data:
            first = connections.setdefault((item.data["link"], item.data.get("from"), item.data.get("to")), item)
            if first is not item:
                first.data["sources"] = _both(first.data, item.data)
        elif known := elements.get(str(item.data.get("id"))):
            _describe(known.data, item.data)
        else:
            elements[str(item.data.get("id"))] = item
    yield from elements.values()
    yield from connections.values()
    told = ([row.data for row in rows.values()] for rows in (elements, connections))
    yield from map(_stated, czech_founders.inferred(*told))


def _describe(known: dict[str, Any], more: dict[str, Any]) -> None:
    """Add a second description to the first; a name that is replaced stays findable."""
    sources = _both(more, known)
    names = [*more.get("alternateNames", ()), known.get("name"), *known.get("alternateNames", ())]
    known.update(more, sources=sources)
    if others := [name for name in dict.fromkeys(names) if name and name != known.get("name")]:
        known["alternateNames"] = others


def _both(first: dict[str, Any], second: dict[str, Any]) -> list[str]:
    return [*dict.fromkeys((*first.get("sources", ()), *second.get("sources", ())))]


def _all(folder: Path, files: Iterable[str], register: Path | None) -> Rows:
    gazetteer, problems = czech_places.load(folder / "cz_municipalities.csv")
    yield from _within("cz_municipalities.csv", iter(problems))
    yield from _within("cz_municipalities.csv", czech_places.read(gazetteer))
    yield from _within("cz_population.csv", czech_places.inhabitants(folder / "cz_population.csv", gazetteer))
    yield from _within("regions", czech_founders.regions())
    libraries = register or folder / "cz_libraries.csv"
    yield from _within("cz_libraries.csv", czech_register.read(libraries, gazetteer), called=libraries.name)
    for name in files:
        yield from _within(name, registry.read(folder / name))


def _within(file: str, rows: Iterator[Row | Notice | Problem], called: str = "") -> Rows:
    source = SOURCES.get(file)
    for row in rows:
        yield replace(_stated(row, source), place=f"{called or file}, {row.place}")


def _stated(row: Row | Notice | Problem, source: str | None = None) -> Row | Notice | Problem:
    """A row that tells all of its sources: its own one, or that of its file."""
    if isinstance(row, Row) and (own := row.data.pop("source", source)):
        row.data["sources"] = [own]
    return row
