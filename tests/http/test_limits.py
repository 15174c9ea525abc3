"""What costs how much, and that judging is as quick as the document is short."""

from typing import Any

import pytest
from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    Visitor,
    get_introspection_query,
    get_operation_ast,
    parse,
    print_ast,
    visit,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from api.graphql.examples import examples
from api.graphql.limits import Limits, TooComplex, shape
from api.graphql.schema import GRAPHQL_SCHEMA
from graph.settings import Settings
from tests.api.operations import operations
from tests.http import attacks
from tests.making_up import MANY

LIMITS = Limits(GRAPHQL_SCHEMA, Settings())
BOUNDLESS = Limits(GRAPHQL_SCHEMA, Settings(max_cost=10**9, max_depth=99))


def cost(query: str, **variables: Any) -> int:
    document = parse(query)
    LIMITS.check(document)
    operation = get_operation_ast(document)
    assert operation
    return LIMITS.cost(document, operation, variables)


def refused(query: str) -> str | None:
    with pytest.raises(TooComplex) as caught:
        LIMITS.check(parse(query))
    return caught.value.place


PAGED = "query ($n: Int = 3, $deep: Boolean = true) { libraries(first: $n) { nodes { partners @include(if: $deep) { totalCount } } } }"


@pytest.mark.parametrize(
    ("query", "variables", "expected"),
    [
        ("{ __typename }", {}, 1),
        ("{ library(id: 1) { id name } }", {}, 1),
        ("{ library(id: 1) { location { latitude } } }", {}, 1),
        ("{ libraries { totalCount } }", {}, 1 + 10),
        ("{ libraries(first: 3) { nodes { id } } }", {}, 1 + 3),
        ("{ libraries(first: 0) { totalCount } }", {}, 1),
        ("{ libraries(first: 3) { nodes { partners(first: 5) { nodes { id } } } } }", {}, 1 + 3 + 3 * (1 + 5)),
        ("{ libraries(first: 3) { edges { node { partners(first: 5) { totalCount } } } } }", {}, 1 + 3 + 3 * (1 + 5)),
        ("{ libraries(first: 2) { ...F } } fragment F on LibraryConnection { nodes { ... { partners { totalCount } } } }",
         {}, 1 + 2 + 2 * 11),
        ("{ search(query: 1, first: 5) { nodes { id } } }", {}, 10 + 5),
        ('{ potentialPartners(for: "a", topic: "b") { edges { evidence { path { link } } } } }', {}, 50 + 10),
        ("{ similarLibraries(to: 1, first: 3) { library { partners(first: 5) { totalCount } } } }", {}, 50 + 3 * (1 + 6)),
        ("{ __schema { types { name } } }", {}, 100),
        ('{ nodes(ids: ["a", "b", "c"]) { id } }', {}, 3),
        ("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["a", "b"]}, 2),
        ("{ libraries(last: 4) { totalCount } }", {}, 1 + 4),
        ("{ libraries(first: 2) { facets { topics(first: 3) { count } } } }", {}, 1 + 2 + 30 + 3),
        (PAGED, {}, 1 + 3 + 3 * 11),
        (PAGED, {"n": 2}, 1 + 2 + 2 * 11),
        (PAGED, {"deep": False}, 1 + 3),
        (PAGED, {"n": "many"}, 1 + 10 + 10 * 11),
        ("{ libraries(first: 3) @skip(if: true) { totalCount } topics(first: 2) { totalCount } }", {}, 1 + 2),
        ("{ ...F @include(if: false) } fragment F on Query { libraries { totalCount } }", {}, 1),
        ("{ nothing(first: 100) { of { this } } }", {}, 1),
    ],
)  # fmt: skip
def test_the_cost_counts_what_an_answer_can_hold(query: str, variables: dict[str, Any], expected: int) -> None:
    assert cost(query, **variables) == expected


def test_a_fragment_costs_at_every_place_where_it_is_spread() -> None:
    fragment = "fragment F on Library { partners(first: 4) { totalCount } }"
    once = cost(f"{{ library(id: 1) {{ ...F }} }} {fragment}")
    twice = cost(f"{{ a: library(id: 1) {{ ...F }} b: library(id: 2) {{ ...F }} }} {fragment}")
    assert (once, twice) == (1 + 5, 2 * (1 + 5))


@pytest.mark.parametrize("name", examples())
def test_our_own_examples_are_far_from_the_limits(name: str) -> None:
    assert cost(examples()[name]) < Settings().max_cost / 5


def test_what_tools_ask_about_the_schema_is_answered() -> None:
    everything = get_introspection_query(
        specified_by_url=True, directive_is_repeatable=True, schema_description=True, input_value_deprecation=True
    )
    assert cost(everything) == 100


def test_a16_five_hops_of_edges_pass() -> None:
    query = "{ library(id: 1) { " + "partners(first: 1) { edges { node { " * 5 + "id" + " } } }" * 5 + " } }"
    assert cost(query) > 0
    Limits(GRAPHQL_SCHEMA, Settings()).check(parse(query))


@pytest.mark.parametrize("fragments", [12, 17, 50, 100, 1000])
def test_fragments_that_double_are_counted_once_each(fragments: int) -> None:
    assert refused(attacks.doubling(fragments)) in ("fields", "nesting")


@pytest.mark.parametrize(
    ("query", "place"),
    [
        (attacks.deep(16), "depth"),
        ("{ " + " ".join(f"a{n}: __typename" for n in range(11)) + " }", "root fields"),
        ("{ library(id: 1) { " + " ".join(f"a{n}: id" for n in range(31)) + " } }", "aliases"),
        ("{ library(id: 1) { " + " ".join(f"n{n} @a @b @c @d" for n in range(13)) + " } }", "directives"),
        ("{ id @a @b @c @d @e }", "directives at one place"),
        ("query @a @b @c @d @e { id }", "directives at one place"),
        ("{ library { " + "partners { nodes { id } } " * 40 + "} }", "pairs of like fields"),
        (
            "{ id } fragment Unused on Query { library { " + "partners { nodes { id } } " * 40 + "} }",
            "pairs of like fields",
        ),
        (
            "{ id } " + "fragment Twice on Query { id } " + "fragment Twice on Query { " + "id " * 99 + "}",
            "pairs of like fields",
        ),
        ("{ " + "... { " * 70 + "id" + " }" * 70 + " }", "nesting"),
        ("{ a(b: " + "[" * 40 + "]" * 40 + ") }", "nesting of values"),
        ("query ($a: F = " + "{ not: " * 40 + "1" + " }" * 40 + ") { a }", "nesting of values"),
        ("{ a @b(c: " + "[" * 40 + "]" * 40 + ") }", "nesting of values"),
        ("{ __schema { types { " + "ofType { " * 20 + "name" + " }" * 20 + " } } }", "introspection depth"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_too_much_is_named(query: str, place: str) -> None:
    assert refused(query) == place


@pytest.mark.parametrize("spread", ["...A", "...A ...A ...A", "...Missing", "... on Nothing { id }"])
def test_what_validation_will_refuse_is_left_to_it(spread: str) -> None:
    LIMITS.check(parse(f"{{ {spread} }} fragment A on Query {{ id ...B }} fragment B on Query {{ ...A }}"))


def test_costs_are_the_same_for_variables_of_one_shape() -> None:
    assert shape({"id": "a", "first": 3}) == shape({"id": "b", "first": 3})
    assert shape({"first": 3}) != shape({"first": 4})
    assert shape({"ids": ["a", "b"]}) != shape({"ids": ["a"]})
    assert shape({"input": [{"connect": ["a", "b"]}]}) == shape({"input": [{"connect": ["c", "d"]}]})


def test_variables_may_not_nest_without_end() -> None:
    deep: Any = "x"
    for _ in range(1000):
        deep = {"not": [deep]}
    with pytest.raises(TooComplex, match="nesting of values"):
        shape({"filter": deep})


class _Inline(Visitor):
    """Writes fragments out where they are spread."""

    def __init__(self, document: DocumentNode) -> None:
        super().__init__()
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}

    def leave_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> InlineFragmentNode:
        known = self._fragments[node.name.value]
        inside = visit(known.selection_set, self)
        return InlineFragmentNode(type_condition=known.type_condition, directives=node.directives, selection_set=inside)


@given(st.data())
@settings(max_examples=MANY, deadline=None, derandomize=True, database=None)
def test_a_document_costs_the_same_with_its_fragments_written_out(data: st.DataObject) -> None:
    text, variables = data.draw(operations(GRAPHQL_SCHEMA))
    document = parse(text)
    assume("..." in text)
    plain = visit(document, _Inline(document))
    written_out = parse(print_ast(plain))
    try:
        costs = [_boundless(each, variables) for each in (document, written_out)]
    except TooComplex:  # of the fields with one name at one place, some were in one fragment
        costs = []
    assume(costs)
    assert costs[0] == costs[1]


def _boundless(document: DocumentNode, variables: dict[str, Any]) -> int:
    operation = get_operation_ast(document)
    assert operation
    return BOUNDLESS.cost(document, operation, variables)
