"""The object types that do not derive from the schema, as Strawberry declares types: a class each.

What a type of elements is part of, or has arguments, is declared in a :class:`~api.graphql.registry.Registry` instead.
"""

import strawberry
from graphql import GraphQLNamedType, GraphQLScalarType, GraphQLString, is_named_type, is_specified_scalar_type


@strawberry.type(
    description="Where a page stands in its list, as in Relay's specification. / Kde v seznamu stránka stojí."
)
class PageInfo:
    """Relay's."""

    has_next_page: bool = strawberry.field(description="Whether more follow. / Zda následují další.")
    has_previous_page: bool = strawberry.field(description="Whether there are some before. / Zda jsou nějaké před ní.")
    start_cursor: str | None = strawberry.field(description="The cursor of the first edge. / Kurzor první hrany.")
    end_cursor: str | None = strawberry.field(description="The cursor of the last edge. / Kurzor poslední hrany.")


@strawberry.type(description="How many share a value. / Kolik jich má tutéž hodnotu.")
class ValueCount:
    """Of facets."""

    value: str = strawberry.field(description="The value. / Hodnota.")
    count: int = strawberry.field(description="How many. / Kolik.")


@strawberry.type(description="A number of many elements, each counted once. / Číslo za mnoho prvků, každý jednou.")
class NumberAggregate:
    """Of aggregates."""

    count: int = strawberry.field(description="How many have it. / Kolik jich je má.")
    sum: float | None = strawberry.field(description="The sum. / Součet.")
    avg: float | None = strawberry.field(description="The average. / Průměr.")
    min: float | None = strawberry.field(description="The least. / Nejmenší.")
    max: float | None = strawberry.field(description="The greatest. / Největší.")


@strawberry.type(description="A place on Earth in degrees (WGS 84). / Poloha ve stupních (WGS 84).")
class Point:
    """Of properties of the kind point."""

    latitude: float = strawberry.field(description="Degrees north. / Stupně severní šířky.")
    longitude: float = strawberry.field(description="Degrees east. / Stupně východní délky.")


def _text(name: str, doc: str) -> GraphQLScalarType:
    """A scalar that travels as a text; whoever reads it checks what it says."""
    return GraphQLScalarType(
        name,
        coerce_output_value=GraphQLString.coerce_output_value,
        coerce_input_value=GraphQLString.coerce_input_value,
        coerce_input_literal=GraphQLString.coerce_input_literal,
        description=doc,
    )


_SCALARS = (
    _text("DateTime", "A time with zone, such as `2026-03-01T12:00:00Z`. / Čas se zónou."),
    _text("Date", "A date as precise as it is known: `2015`, `2015-03`, `2015-03-12`. / Datum různé přesnosti."),
    GraphQLScalarType("JSON", description="Any value of JSON. / Jakákoli hodnota JSON."),
)


def graphql_types() -> list[GraphQLNamedType]:
    """These types, and the scalars that they need, as graphql-core knows them."""
    types = (ValueCount, NumberAggregate, Point)
    # A schema of Strawberry begins with a type; that it has fields is all that matters here.
    schema = strawberry.Schema(PageInfo, types=types)
    found = (known.implementation for known in schema.schema_converter.type_map.values())
    own = [each for each in found if is_named_type(each) and not is_specified_scalar_type(each)]
    return [*own, *_SCALARS]
