"""The GraphQL schema: root fields over the derived types."""

import re
from collections.abc import Iterator

from graphql import GraphQLSchema, Undefined

from api.graphql import feedback, filters, fixed, log, partners, types, write_types
from api.graphql import inputs as mutations
from api.graphql.computed import Source, Stream
from api.graphql.registry import Argument, Field, Registry
from api.graphql.types import NODE, after, camel, described, filtered, first, pascal, window
from graph.model import ElementType, Text
from graph.questions import named
from graph.questions.named import QUESTIONS, Named
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


def _node_fields() -> dict[str, Field]:
    one = Text("Prvek podle id; null, když takový není.", "The element with this id; null when there is none.")
    many = Text(
        "Prvky podle id, v daném pořadí, s null za chybějící.", "Elements by id, in this order, null if missing."
    )
    ids = Argument("ids", "[ID!]!", "At most 100. / Nejvýše 100.")
    return {
        "node": Field(NODE, described(one), [Argument("id", "ID!", "Its id. / Jeho id.")]),
        "nodes": Field(f"[{NODE}]", described(many), [ids]),
    }


def _element_fields(registry: Registry, element: ElementType) -> dict[str, Field]:
    target = types.covering(SCHEMA.carriers(element.label))
    identifiers = [
        Argument(p.name, types.kind(p), described(p.doc)) for p in SCHEMA.properties_of(element) if p.identifies
    ]
    types.connection(registry, f"{element.label}Connection", target, {}, described(element.doc))
    one = Text(
        f"{element.label} podle právě jednoho identifikátoru; null, když žádný takový není.",
        f"{element.label} by exactly one of its identifiers; null when there is none.",
    )
    many = Text(f"Prvky typu {element.label} podle názvu.", f"Elements of the type {element.label}, by name.")
    listed = [*window("ElementOrder"), filtered(f"{target}Filter")]
    return {
        element.singular: Field(target, described(one), identifiers),
        element.plural: Field(f"{element.label}Connection", described(many), listed),
    }


def _search_field(registry: Registry) -> Field:
    score = Field("Float!", "The higher the better. / Čím vyšší, tím lépe.")
    fields = {"score": score}
    types.connection(registry, "SearchConnection", ELEMENT.label, fields, "What a search found.", listed=False)
    doc = Text(
        "Hledá v názvech, identifikátorech a popisech; snese skloňování i chybějící diakritiku.",
        "Searches names, identifiers and descriptions; tolerates inflection and missing diacritics.",
    )
    arguments = (
        Argument("query", "String!", "Words in any form. / Slova v jakémkoli tvaru."),
        Argument("types", "[ElementType!]", "Only these types. / Jen tyto typy."),
        first(),
        after(),
    )
    return Field("SearchConnection", described(doc), arguments)


def notation(type_: str) -> str:
    """The GraphQL type of a column or parameter of a named question: the same, but for maps."""
    return re.sub(r"\bMap\b", "JSON", type_)


_TYPES_OF_ANSWERS = {"visibility": "VisibilityInNumbers"}
"""Names of types where another type has the question's."""


def _told_field(registry: Registry, question: Named) -> Field:
    name = _TYPES_OF_ANSWERS.get(question.name, pascal(question.name))
    registry.object(name, told(question), {c.name: Field(notation(c.type), c.doc) for c in question.columns})
    arguments = [_told_argument(parameter) for parameter in question.parameters if parameter.name not in HIDDEN]
    return Field(name if question.answers == "one" else f"[{name}!]", told(question), arguments)


def told(question: Named) -> str:
    """What a question answers, in both languages."""
    return f"{question.doc}\n\n{question.czech}"


def _told_argument(parameter: named.Field) -> Argument:
    default = Undefined if parameter.default is None else parameter.default
    return Argument(parameter.name, notation(parameter.type), parameter.doc, default)


def _query(registry: Registry) -> Iterator[tuple[str, Field]]:
    for element in SCHEMA.elements:
        yield from _element_fields(registry, element).items()
    yield from (_node_fields() | log.fields()).items()
    for name, question in TOLD.items():
        yield name, _told_field(registry, question)
    yield "search", _search_field(registry)
    yield from partners.fields().items()


def build() -> GraphQLSchema:
    """The schema with every root field."""
    registry = Registry(fixed.graphql_types())
    for module in (types, filters, write_types, log, partners, feedback):
        module.declare(registry)
    registry.object("Query", "Questions about the map. / Otázky nad mapou.", dict(_query(registry)))
    registry.object("Mutation", "Changes of the map. / Změny v mapě.", write_types.fields() | feedback.fields())
    registry.object("Subscription", "What happens. / Co se děje.", log.subscriptions() | partners.subscriptions())
    return registry.schema()


GRAPHQL_SCHEMA = build()
"""Built once: the derived types are the same for every application of a process."""
