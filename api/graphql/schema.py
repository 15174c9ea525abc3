"""The GraphQL schema: root fields over the derived types."""

from collections.abc import Iterator

from graphql import GraphQLSchema

from api.graphql import filters, fixed, operations, types
from api.graphql.atomic import ATOMIC
from api.graphql.registry import Argument, Field, Registry
from api.graphql.types import NODE, described, filtered, searched, window
from graph.model import ElementType, Text
from graph.schema import SCHEMA


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
    listed = [*window(target, connected=False), filtered(f"{target}Filter"), searched()]
    return {
        element.singular: Field(target, described(one), identifiers),
        element.plural: Field(f"{element.label}Connection", described(many), listed),
    }


def _query(registry: Registry) -> Iterator[tuple[str, Field]]:
    for element in SCHEMA.elements:
        yield from _element_fields(registry, element).items()
    yield from _node_fields().items()


def build() -> GraphQLSchema:
    """The schema with every root field."""
    registry = Registry(fixed.graphql_types())
    for module in (types, filters, operations):
        module.declare(registry)
    roots = operations.root_fields()
    docs = {
        "Query": "Questions about the map. / Otázky nad mapou.",
        "Mutation": "Changes of the map. / Změny v mapě.",
        "Subscription": "What happens. / Co se děje.",
    }
    roots["Query"] = dict(_query(registry)) | roots["Query"]
    for name, doc in docs.items():
        registry.object(name, doc, roots[name])
    return registry.schema([ATOMIC])


GRAPHQL_SCHEMA = build()
"""Built once: the derived types are the same for every application of a process."""
