"""Evidence paths in words: one sentence a path, Czech or English, from the texts of the schema."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any, Self

from graph.contract.operation import Doc, Localized, declared
from graph.model import ConnectionType, Language, Text
from graph.schema import SCHEMA

Step = dict[str, Any]
"""One connection of a path: ``link``, and ``from`` and ``to`` with ``elementId``, ``type``, ``name`` and ``nameEn``."""

_TERMS = {element.label for element in SCHEMA.elements if any(trait.label == "Term" for trait in element.traits)}
_LEGAL_FORM = re.compile(r",? (příspěvková organizace|(p\. ?o|o\. ?p\. ?s|z\. ?s|z\. ?ú|a\. ?s|s\. ?r\. ?o)\.)$")
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
        return f"{_name(source, language)} {step['link']} {_name(target, language)}", [target["elementId"]]
    about_source = (
        following is not None
        and source["elementId"] in _ends(following)
        and target["elementId"] not in _ends(following)
    )
    if connection.mutual and about_source:
        source, target = target, source
    text = _in(connection.reads, language).format(source=_name(source, language), target=_name(target, language))
    return text, [target["elementId"]]


def _joined(step: Step, said: list[str], language: Language) -> tuple[str, list[str]] | None:
    """A phrase about one of the elements ``said`` last, and what a further phrase may be about."""
    connection: ConnectionType | None = SCHEMA.by_type.get(step["link"])
    source, target = step["from"], step["to"]
    if connection is None:
        return None
    for anchor in said:
        if anchor == source["elementId"]:
            return _in(connection.joins, language).format(target=_name(target, language)), [target["elementId"]]
        if anchor == target["elementId"]:
            phrase = _in(connection.back_joins, language).format(source=_name(source, language))
            return phrase, [source["elementId"], target["elementId"]]
    return None


def _ends(step: Step) -> tuple[str, str]:
    return step["from"]["elementId"], step["to"]["elementId"]


def _in(text: Text, language: Language) -> str:
    return text.en if language == "en" else text.cs


def _name(element: dict[str, Any], language: Language) -> str:
    """The name inside a sentence, with what there is to note of it."""
    note: Text | None = element.get("note")
    return bare_name(element, language) + (f" ({note(language)})" if note else "")


def plain_name(element: Mapping[str, Any]) -> str:
    """The name of an element without the legal form that bodies have in it."""
    return _LEGAL_FORM.sub("", element["name"])


def bare_name(element: dict[str, Any], language: Language) -> str:
    """The name of a body without its legal form, that of an English term with a small letter."""
    name = plain_name(element)
    english: str | None = element.get("nameEn")
    if language != "en" or not english:
        return name
    plain = element["type"] in _TERMS and english[1:] == english[1:].lower() and not english.startswith(_PROPER)
    return english[0].lower() + english[1:] if plain else english


# -------------------------------------------------------------------------------------------------- columns of answers


@dataclass(frozen=True, slots=True)
class ElementName:
    """An element in an answer, with as much as is known of it without another statement."""

    id: str
    type: str
    name: str


@declared("StepEnd", "An element on a path.", "Prvek na cestě.")
@dataclass(frozen=True, slots=True)
class StepEnd:
    """One end of a step."""

    element_id: Annotated[str, Doc("Its id.", "Jeho id.", type="ID!")]
    type: Annotated[str, Doc("Its type.", "Jeho typ.", type="ElementType!")]
    name: Annotated[str, Doc("Its name.", "Jeho název.")]


@declared("Step", "One connection of a path.", "Jedno spojení cesty.")
@dataclass(frozen=True, slots=True)
class PathStep:
    """A step as clients see it."""

    link: Annotated[str, Doc("Type of the connection.", "Typ spojení.", type="ConnectionType!")]
    start: Annotated[StepEnd, Doc("Where it leads from.", "Odkud vede.", name="from")]
    end: Annotated[StepEnd, Doc("Where it leads to.", "Kam vede.", name="to")]


@declared("Evidence", "A path through the map that supports a suggestion.", "Cesta mapou, která návrh dokládá.")
@dataclass(frozen=True, slots=True)
class Evidence:
    """A path, and how it is said."""

    text: Annotated[Localized, Doc("The path in words.", "Cesta slovy.")] = field(compare=False)
    path: Annotated[
        list[Step], Doc("The connections, one after the other.", "Spojení, jedno za druhým.", type="[Step!]!")
    ]

    @classmethod
    def of(cls, path: list[Step]) -> Self:
        """The evidence that a path is."""
        return cls(partial(sentence, path), path)


@declared("Link", "A connection between two elements of a drawing.", "Spojení dvou prvků na obrázku.")
@dataclass(frozen=True, slots=True)
class Link:
    """A connection as a question answers it."""

    link: Annotated[str, Doc("Type of the connection.", "Typ spojení.", type="ConnectionType!")]
    start: Annotated[str, Doc("Id of the element it leads from.", "Id prvku, odkud vede.", name="from", type="ID!")]
    end: Annotated[str, Doc("Id of the element it leads to.", "Id prvku, kam vede.", name="to", type="ID!")]
    since: Annotated[str | None, Doc("Since when it holds.", "Od kdy platí.", type="Date")]
    until: Annotated[str | None, Doc("Until when it holds.", "Do kdy platí.", type="Date")]
    status: Annotated[str | None, Doc("State; confirmed when absent.", "Stav; bez hodnoty potvrzeno.", type="Status")]
