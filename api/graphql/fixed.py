"""The object types that do not derive from the schema, as Strawberry declares types: a class each.

What a type of elements is part of, or has arguments, is declared in a :class:`~api.graphql.registry.Registry` instead.
"""

import strawberry
from graphql import GraphQLNamedType, is_named_type, is_specified_scalar_type
from strawberry.scalars import JSON


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


@strawberry.type(description="A place on Earth in degrees (WGS 84). / Poloha ve stupních (WGS 84).")
class Point:
    """Of properties of the kind point."""

    latitude: float = strawberry.field(description="Degrees north. / Stupně severní šířky.")
    longitude: float = strawberry.field(description="Degrees east. / Stupně východní délky.")


@strawberry.type(description="An element on a path. / Prvek na cestě.")
class StepEnd:
    """Of evidence."""

    id: strawberry.ID = strawberry.field(description="Its id. / Jeho id.")
    type: str = strawberry.field(description="Its type. / Jeho typ.")
    name: str = strawberry.field(description="Its name. / Jeho název.")


@strawberry.type(description="One connection of a path. / Jedno spojení cesty.")
class Step:
    """Of evidence."""

    link: str = strawberry.field(description="Type of the connection. / Typ spojení.")
    from_: StepEnd = strawberry.field(name="from", description="Where it leads from. / Odkud vede.")
    to: StepEnd = strawberry.field(description="Where it leads to. / Kam vede.")


@strawberry.type(description="A connection between two elements of a drawing. / Spojení dvou prvků na obrázku.")
class Link:
    """Of drawings, where elements are listed apart from their connections."""

    link: str = strawberry.field(description="Type of the connection. / Typ spojení.")
    from_: strawberry.ID = strawberry.field(
        name="from", description="Id of the element it leads from. / Id prvku, odkud vede."
    )
    to: strawberry.ID = strawberry.field(description="Id of the element it leads to. / Id prvku, kam vede.")
    since: str | None = strawberry.field(description="Since when it holds. / Od kdy platí.")
    until: str | None = strawberry.field(description="Until when it holds. / Do kdy platí.")
    status: str | None = strawberry.field(description="State; confirmed when absent. / Stav; bez hodnoty potvrzeno.")


@strawberry.type(description="A part of a score. / Část skóre.")
class Signal:
    """Of potential partners."""

    signal: str = strawberry.field(description="Its name. / Její název.")
    value: float = strawberry.field(description="How strong it is here, from 0. / Jak je zde silná, od 0.")
    weight: float = strawberry.field(
        description="How much it counts; only proportions do. / Jakou má váhu; rozhodují jen poměry."
    )
    contribution: float = strawberry.field(
        description="What it adds: all contributions sum to the score. / Co přidává: příspěvky dávají skóre."
    )


@strawberry.type(
    description="The element or connection that changed. / Prvek nebo spojení, které se změnilo.",
)
class ChangeSubject:
    """Of the log and of writes."""

    label: str | None = strawberry.field(description="Type of the element. / Typ prvku.")
    link: str | None = strawberry.field(description="Type of the connection. / Typ spojení.")
    id: strawberry.ID | None = strawberry.field(description="Its id. / Jeho id.")
    from_: strawberry.ID | None = strawberry.field(
        name="from", description="Where the connection leads from. / Odkud spojení vede."
    )
    to: strawberry.ID | None = strawberry.field(description="Where it leads to. / Kam vede.")


@strawberry.type(description="One thing that stands in the way of a write. / Co zápisu brání.")
class WriteError:
    """Of the answers of mutations."""

    code: str = strawberry.field(description="BAD_INPUT, NOT_FOUND, TAKEN, CONFLICT or FORBIDDEN. / Stálý kód.")
    message: str = strawberry.field(description="What is wrong and how to mend it. / Co je špatně a jak to napravit.")
    path: list[str] = strawberry.field(description="Where in the arguments. / Kde v argumentech.")
    current: JSON | None = strawberry.field(
        description="Of a conflict: the element as it is now. / Při střetu: prvek, jak je nyní."
    )


@strawberry.type(description="What undoing came to. / Jak vrácení dopadlo.")
class UndoPayload:
    """Of ``undo``."""

    sequence: int | None = strawberry.field(
        description="Number of the change that undid it. / Číslo změny, která ji vrátila."
    )
    errors: list[WriteError] = strawberry.field(description="What stands in the way. / Co tomu brání.")


def graphql_types() -> list[GraphQLNamedType]:
    """These types, and the scalars that they need, as graphql-core knows them."""
    types = (ValueCount, Point, Step, Link, Signal, ChangeSubject, UndoPayload)
    # A schema of Strawberry begins with a type; that it has fields is all that matters here.
    schema = strawberry.Schema(PageInfo, types=types)
    found = (known.implementation for known in schema.schema_converter.type_map.values())
    return [each for each in found if is_named_type(each) and not is_specified_scalar_type(each)]
