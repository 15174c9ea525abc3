"""The GraphQL schema: root fields over the derived types."""

from typing import Any

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from api import types
from api.types import argument, described, field, first, make, make_connection
from graph.model import ElementType, Text
from graph.named import QUESTIONS, Field
from graph.schema import ALLY, ELEMENT, SCHEMA


def _element_fields(element: ElementType) -> dict[str, Any]:
    target = types.covering(SCHEMA.carriers(element.label))
    identifiers = [
        argument(p.name, (strawberry.ID if p.name == "id" else str) | None, described(p.doc), strawberry.UNSET)
        for p in SCHEMA.properties_of(element)
        if p.identifies
    ]
    make_connection(f"{element.label}Connection", target, {}, described(element.doc))
    one = Text(
        f"{element.label} podle právě jednoho identifikátoru; null, když žádný takový není.",
        f"{element.label} by exactly one of its identifiers; null when there is none.",
    )
    many = Text(f"Prvky typu {element.label} podle názvu.", f"Elements of the type {element.label}, by name.")
    return {
        element.singular: field(f"{target} | None", described(one), identifiers),
        element.plural: field(f"{element.label}Connection | None", described(many), (first(),)),
    }


def _search_field() -> Any:
    score = field("float", "The higher the better. / Čím vyšší, tím lépe.")
    make_connection("SearchConnection", ELEMENT.label, {"score": score}, "What a search found.", counted=False)
    doc = Text(
        "Hledá v názvech, identifikátorech a popisech; snese skloňování i chybějící diakritiku.",
        "Searches names, identifiers and descriptions; tolerates inflection and missing diacritics.",
    )
    kinds: Any = vars(types)["ElementType"]
    arguments = (
        argument("query", str, "Words in any form. / Slova v jakémkoli tvaru."),
        argument("types", list[kinds] | None, "Only these types. / Jen tyto typy.", strawberry.UNSET),
        first(),
    )
    return field("SearchConnection | None", described(doc), arguments)


def _partners_field() -> Any:
    edge = {
        "score": field("float", "The sum of the contributions, 0 to 1. / Součet příspěvků, 0 až 1."),
        "signals": field("list[Signal]", "The parts that add up to the score. / Z čeho se skóre skládá."),
        "evidence": field(
            "list[Evidence]", "Up to three paths, the strongest first. / Nejvýše tři cesty, nejsilnější první."
        ),
        "known": field("bool", "Whether it is a partner already. / Zda už je partnerem."),
        "newestEvidence": field("str | None", "Date of the newest evidence. / Datum nejnovějšího dokladu."),
    }
    doc = Text(
        "Možní partneři spojence pro téma, a proč právě oni.",
        "Potential partners of an ally on a topic, and why these.",
    )
    make_connection("PotentialPartnerConnection", ALLY.label, edge, described(doc), counted=False)
    asked = {parameter.name: parameter for parameter in QUESTIONS["potential_partners"].parameters}
    arguments = [_question_argument(parameter) for name, parameter in asked.items() if name != "first"]
    return field("PotentialPartnerConnection | None", described(doc), (*arguments, first()))


def _question_argument(parameter: Field) -> Any:
    kind = {"ID!": strawberry.ID, "Boolean!": bool, "Float!": float}[parameter.type]
    if parameter.required:
        return argument(parameter.name, kind, parameter.doc)
    return argument(parameter.name, kind, parameter.doc, parameter.default)


def build() -> strawberry.Schema:
    """The schema with every root field."""
    fields: dict[str, Any] = {}
    for element in SCHEMA.elements:
        fields |= _element_fields(element)
    fields |= {"search": _search_field(), "potentialPartners": _partners_field()}
    query = make("Query", "Questions about the map. / Otázky nad mapou.", fields)
    config = StrawberryConfig(auto_camel_case=False)
    return strawberry.Schema(query, types=types.ELEMENT_CLASSES, config=config)


SCHEMA_OF_API = build()
"""Built once: the derived types are the same for every application of a process."""

GRAPHQL_SCHEMA: GraphQLSchema = SCHEMA_OF_API._schema  # noqa: SLF001 - Strawberry has no public name for it
"""The same as graphql-core sees it, for planning and validation."""
