"""Evidence paths in words: one sentence a path, Czech or English, from the texts of the schema."""

from typing import Any, Literal

from graph.model import ConnectionType, Text
from graph.schema import SCHEMA

Language = Literal["cs", "en"]
Step = dict[str, Any]
"""One connection of a path: ``link``, and ``from`` and ``to`` with ``id``, ``type``, ``name`` and ``nameEn``."""

_TERMS = {element.label for element in SCHEMA.elements if any(trait.label == "Term" for trait in element.traits)}
_PROPER = ("Czech", "Roma")
"""English words that keep their capital letter inside a sentence."""


def sentence(path: list[Step], language: Language) -> str:
    """A path as one readable sentence, without a full stop; a path of no steps is an empty text.

    A step goes on from the element that the sentence has just named (``…, run by …``); where it leads from another
    one, a new clause begins.
    """
    clauses: list[str] = []
    said: list[str] = []
    for step, following in zip(path, [*path[1:], None], strict=False):
        joined = _joined(step, said, language)
        if joined is None:
            opening, said = _opening(step, following, language)
            clauses.append(opening)
        else:
            phrase, said = joined
            clauses[-1] += f", {phrase}"
    return "; ".join(clauses)


def _opening(step: Step, following: Step | None, language: Language) -> tuple[str, list[str]]:
    """A clause of its own; a mutual connection ends with the element that the next step is about."""
    source, target = step["from"], step["to"]
    connection = SCHEMA.by_type.get(step["link"])
    if connection is None:
        return f"{_name(source, language)} {step['link']} {_name(target, language)}", [target["id"]]
    about_source = following is not None and source["id"] in _ends(following) and target["id"] not in _ends(following)
    if connection.mutual and about_source:
        source, target = target, source
    text = _in(connection.reads, language).format(source=_name(source, language), target=_name(target, language))
    return text, [target["id"]]


def _joined(step: Step, said: list[str], language: Language) -> tuple[str, list[str]] | None:
    """A phrase about one of the elements ``said`` last, and what a further phrase may be about."""
    connection: ConnectionType | None = SCHEMA.by_type.get(step["link"])
    source, target = step["from"], step["to"]
    if connection is None:
        return None
    for anchor in said:
        if anchor == source["id"]:
            return _in(connection.joins, language).format(target=_name(target, language)), [target["id"]]
        if anchor == target["id"]:
            phrase = _in(connection.back_joins, language).format(source=_name(source, language))
            return phrase, [source["id"], target["id"]]
    return None


def _ends(step: Step) -> tuple[str, str]:
    return step["from"]["id"], step["to"]["id"]


def _in(text: Text, language: Language) -> str:
    return text.en if language == "en" else text.cs


def _name(element: dict[str, Any], language: Language) -> str:
    """The name inside a sentence; English terms begin with a small letter."""
    name: str = element["name"]
    english: str | None = element.get("nameEn")
    if language != "en" or not english:
        return name
    plain = element["type"] in _TERMS and english[1:] == english[1:].lower() and not english.startswith(_PROPER)
    return english[0].lower() + english[1:] if plain else english
