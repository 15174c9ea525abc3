"""What an import did, or would do, as a page for a librarian: made of the same data as the JSON."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from graph import czech
from graph.model import Text
from graph.schema import SCHEMA

MEDIA = "text/html"

_LONGEST = 200
"""Letters of a value that are shown."""

_TEXTS = {
    "dry": Text("Co by import udělal", "What the import would do"),
    "done": Text("Co import udělal", "What the import did"),
    "nothing": Text("Zatím se nic nezměnilo.", "Nothing has changed yet."),
    "none": Text("Nic se nezměnilo.", "Nothing has changed."),
    "undo": Text("Vrátit to lze změnou číslo {}.", "It can be taken back by the number of the change, {}."),
    "elements": Text("Prvky", "Elements"),
    "connections": Text("Spojení", "Connections"),
    "created": Text("nových", "new"),
    "updated": Text("změněných", "changed"),
    "unchanged": Text("beze změny", "as they were"),
    "refused": Text("Vynechané řádky", "Rows that are left out"),
    "likely": Text("Možná už na mapě jsou: rozhodněte", "May be on the map already: decide"),
    "sure": Text("Na mapě už jsou", "On the map already"),
    "row": Text("V souboru", "In the file"),
    "on_map": Text("Na mapě", "On the map"),
    "score": Text("jistota", "how surely"),
    "why": Text("proč", "why"),
    "new": Text("Nové", "New"),
    "changed": Text("Změněné", "Changed"),
    "differences": Text("Zůstává, jak to říká člověk nebo jiný zdroj", "Stays as a person or another source says it"),
    "deleted": Text(
        "smazal to tu člověk; vrátí to vzít zpět změnu", "deleted here by a person; to have it back, undo change"
    ),
    "gone": Text("Zdroj už neříká", "Not said by the source any more"),
    "notices": Text("Poznámky", "Remarks"),
}


def written(told: Mapping[str, object], file: str, language: str) -> str:
    """The page of a report, in Czech (``cs``) or English."""
    texts = SimpleNamespace(**{name: getattr(text, language) for name, text in _TEXTS.items()})
    names = told.get("names")
    known = names if isinstance(names, dict) else {}

    def named(id_: object) -> str:
        return str(known.get(id_, id_))

    def subject(change: Mapping[str, object]) -> str:
        if link := change.get("link"):
            name = getattr(SCHEMA.by_type[str(link)].reads, language)
            return str(name).format(source=named(change.get("from")), target=named(change.get("to")))
        after = change.get("after")
        name = after.get("name") if isinstance(after, dict) else None
        type_ = getattr(SCHEMA.by_label[str(change["label"])].one, language)
        return f"{name or named(change.get('id'))} ({type_})"

    place, message = (czech.place, czech.message) if language == "cs" else (str, str)
    return _template().render(
        place=place, message=message, told=told, file=file, language=language, t=texts, subject=subject, value=_value
    )


@cache
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("report.html.jinja")


def _value(value: object) -> str:
    said = value if isinstance(value, str) else "" if value is None else orjson.dumps(value, default=str).decode()
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
