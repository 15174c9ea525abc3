"""The GraphQL schema: root fields over the derived types."""

from typing import Any

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from api.graphql import feedback, log, partners, types
from api.graphql import inputs as mutations
from api.graphql.computed import Source, Stream
from api.graphql.types import (
    NODE,
    after,
    argument,
    camel,
    described,
    field,
    filtered,
    first,
    make,
    make_connection,
    pascal,
    window,
)
from graph.model import ElementType, Text
from graph.questions.named import QUESTIONS, Field, Named
from graph.schema import ELEMENT, SCHEMA

HIDDEN = ("visible",)
"""Parameters of named questions that are no arguments: what the asker may see is not theirs to say."""

SOURCES: dict[str, Source | Stream] = {
    **partners.SOURCES,
    **log.SOURCES,
    **mutations.SOURCES,
    **feedback.SOURCES,
    **log.STREAMS,
    **partners.STREAMS,
}
"""The root fields whose rows come from Python."""

TOLD = {camel(question.name): question for question in QUESTIONS.values() if question.answers}
"""The named questions that are root fields as they are, by field."""


def _node_fields() -> dict[str, Any]:
    one = Text("Prvek podle id; null, když takový není.", "The element with this id; null when there is none.")
    many = Text(
        "Prvky podle id, v daném pořadí, s null za chybějící.", "Elements by id, in this order, null if missing."
    )
    ids = argument("ids", list[strawberry.ID], "At most 100. / Nejvýše 100.")
    return {
        "node": field(f"{NODE} | None", described(one), [argument("id", strawberry.ID, "Its id. / Jeho id.")]),
        "nodes": field(f"list[{NODE} | None] | None", described(many), [ids]),
    }


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
        element.plural: field(
            f"{element.label}Connection | None",
            described(many),
            [*window("ElementOrder"), filtered(f"{target}Filter")],
        ),
    }


def _search_field() -> Any:
    score = field("float", "The higher the better. / Čím vyšší, tím lépe.")
    make_connection("SearchConnection", ELEMENT.label, {"score": score}, "What a search found.", listed=False)
    doc = Text(
        "Hledá v názvech, identifikátorech a popisech; snese skloňování i chybějící diakritiku.",
        "Searches names, identifiers and descriptions; tolerates inflection and missing diacritics.",
    )
    kinds: Any = vars(types)["ElementType"]
    arguments = (
        argument("query", str, "Words in any form. / Slova v jakémkoli tvaru."),
        argument("types", list[kinds] | None, "Only these types. / Jen tyto typy.", strawberry.UNSET),
        first(),
        after(),
    )
    return field("SearchConnection | None", described(doc), arguments)


_SCALARS = {"ID": "strawberry.ID", "String": "str", "Int": "int", "Float": "float", "Boolean": "bool", "Map": "JSON"}


def annotation(notation: str) -> str:
    """A type in GraphQL's notation as the annotation that makes it."""
    inner = notation.removesuffix("!")
    made = f"list[{annotation(inner[1:-1])}]" if inner.startswith("[") else _SCALARS.get(inner, inner)
    return made if notation.endswith("!") else f"{made} | None"


_TYPES_OF_ANSWERS = {"visibility": "VisibilityInNumbers"}
"""Names of types where another type has the question's."""


def _told_field(question: Named) -> Any:
    name = _TYPES_OF_ANSWERS.get(question.name, pascal(question.name))
    make(name, told(question), {c.name: field(annotation(c.type), c.doc) for c in question.columns})
    arguments = [_told_argument(parameter) for parameter in question.parameters if parameter.name not in HIDDEN]
    return field(f"{name} | None" if question.answers == "one" else f"list[{name}] | None", told(question), arguments)


def told(question: Named) -> str:
    """What a question answers, in both languages."""
    return f"{question.doc}\n\n{question.czech}"


def _told_argument(parameter: Field) -> Any:
    made = eval(annotation(parameter.type), {"strawberry": strawberry, **vars(types)})  # noqa: S307 - our own files
    if parameter.required:
        return argument(parameter.name, made, parameter.doc)
    default = strawberry.UNSET if parameter.default is None else parameter.default
    return argument(parameter.name, made, parameter.doc, default)


def build() -> strawberry.Schema:
    """The schema with every root field."""
    fields: dict[str, Any] = {}
    for element in SCHEMA.elements:
        fields |= _element_fields(element)
    fields |= _node_fields() | log.fields()
    fields |= {name: _told_field(question) for name, question in TOLD.items()}
    fields |= {"search": _search_field()} | partners.fields()
    query = make("Query", "Questions about the map. / Otázky nad mapou.", fields)
    config = StrawberryConfig(auto_camel_case=False)
    mutation = make("Mutation", "Changes of the map. / Změny v mapě.", mutations.fields() | feedback.fields())
    subscription = make("Subscription", "What happens. / Co se děje.", log.subscriptions() | partners.subscriptions())
    return strawberry.Schema(query, mutation, subscription, types=types.ELEMENT_CLASSES, config=config)


SCHEMA_OF_API = build()
"""Built once: the derived types are the same for every application of a process."""

GRAPHQL_SCHEMA: GraphQLSchema = SCHEMA_OF_API._schema  # noqa: SLF001 - Strawberry has no public name for it
"""The same as graphql-core sees it, for planning and validation."""
