"""Types declared as data become a schema, and a mistake is told where it was made."""

import pytest
from graphql import build_schema, lexicographic_sort_schema, print_schema, validate_schema

from api.graphql.registry import Argument, Field, Registry, printed
from api.graphql.schema import GRAPHQL_SCHEMA


def _query(registry: Registry, *fields: Field) -> Registry:
    registry.object("Query", "Questions.", {f"f{n}": field for n, field in enumerate(fields)})
    return registry


def test_types_are_printed_as_they_were_declared() -> None:
    registry = Registry()
    registry.interface("Named", "It has a name.", {"name": Field("String!", "Name.")})
    registry.object("Town", "A town.", {"name": Field("String!", "Name.")}, ["Named"])
    registry.enum("Order", "An order.", {"UP": "up", "DOWN": "down"})
    registry.input("Where", "Either.", [Argument("id", "ID", "Id."), Argument("name", "String", "Name.")], one_of=True)
    arguments = [Argument("where", "[Where!]", "Where."), Argument("order", "Order!", "Order.", "DOWN")]
    schema = _query(registry, Field("[Named!]", "Found.", arguments)).schema()
    assert validate_schema(schema) == []
    text = printed(schema)
    assert text.startswith('"""It has a name."""\ninterface Named {')
    assert "input Where @oneOf {" in text
    assert "type Town implements Named {" in text
    assert "order: Order! = DOWN" in text


@pytest.mark.parametrize(
    ("field", "told"),
    [
        (Field("[Twon!]!", "Found."), "Query.f0: no GraphQL type is called 'Twon'"),
        (Field("Int", "Found.", [Argument("of", "Twon!", "Of.")]), "Query.f0(of:): no GraphQL type is called 'Twon'"),
        (Field("Int", "Found.", [Argument("of", "Town", "Of.")]), "Query.f0(of:): Town cannot be given"),
        (Field("Where", "Found."), "Query.f0: Where cannot be read"),
    ],
)
def test_a_wrong_type_is_told_with_its_place(field: Field, told: str) -> None:
    registry = Registry()
    registry.object("Town", "A town.", {"name": Field("String!", "Name.")})
    registry.input("Where", "Where.", [Argument("id", "ID", "Id.")])
    with pytest.raises(TypeError, match="cannot be resolved") as raised:
        _query(registry, field).schema()
    assert told in str(raised.value)


def test_no_two_types_have_one_name() -> None:
    registry = Registry()
    registry.enum("Town", "A town.", {"PRAGUE": "prague"})
    with pytest.raises(TypeError, match="two GraphQL types are called Town"):
        registry.object("Town", "A town.", {"name": Field("String!", "Name.")})


def test_the_schema_of_the_service_is_valid() -> None:
    assert validate_schema(GRAPHQL_SCHEMA) == []


def test_what_is_printed_is_the_whole_schema() -> None:
    read = build_schema(printed(GRAPHQL_SCHEMA))
    assert print_schema(lexicographic_sort_schema(read)) == print_schema(lexicographic_sort_schema(GRAPHQL_SCHEMA))
