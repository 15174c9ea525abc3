"""The seed that comes with the service: Czech places, the register of libraries, vocabulary, activities and maps."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from graph.errors import Problem
from graph.formats import registry
from graph.rows import Notice, Row, Rows
from graph.sources import czech_founders, czech_places, czech_register

FOLDER = Path(__file__).resolve().parents[2] / "seed"


def read(folder: Path = FOLDER) -> Rows:
    """All rows of the seed, elements first; an element described in two files comes once, the later one counts."""
    elements: dict[str, Row] = {}
    connections: list[Row] = []
    for item in _all(folder):
        if not isinstance(item, Row):
            yield item
        elif "link" in item.data:
            connections.append(item)
        elif known := elements.get(str(item.data.get("id"))):
            _describe(known.data, item.data)
        else:
            elements[str(item.data.get("id"))] = item
    yield from elements.values()
    yield from connections
    yield from czech_founders.inferred(*([row.data for row in rows] for rows in (elements.values(), connections)))


def _describe(known: dict[str, Any], more: dict[str, Any]) -> None:
    """Add a second description to the first; a name that is replaced stays findable."""
    names = [*more.get("alternateNames", ()), known.get("name"), *known.get("alternateNames", ())]
    known.update(more)
    if others := [name for name in dict.fromkeys(names) if name and name != known.get("name")]:
        known["alternateNames"] = others


def _all(folder: Path) -> Rows:
    gazetteer, problems = czech_places.load(folder / "cz_municipalities.csv")
    yield from _within("cz_municipalities.csv", iter(problems))
    yield from _within("cz_municipalities.csv", czech_places.read(gazetteer))
    yield from czech_founders.regions()
    yield from _within("cz_libraries.csv", czech_register.read(folder / "cz_libraries.csv", gazetteer))
    for name in ("library_names.jsonl", "vocabulary.jsonl", "activities.jsonl", "maps.jsonl"):
        yield from _within(name, registry.read(folder / name))


def _within(file: str, rows: Iterator[Row | Notice | Problem]) -> Rows:
    for row in rows:
        yield replace(row, place=f"{file}, {row.place}")
