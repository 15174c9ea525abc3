"""The text of a compiled read depends on the shape of an operation alone, and grows with it, no faster."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.planning import statements
from tests.making_up import MANY

MARK = "zQ9marker"
MARKERS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters='"\\\n\r'), max_size=20).map(MARK.__add__)
FIRST = st.integers(0, 100)

LITERAL = """{{
  library(sigla: "{text}") {{ activities(first: {n}) {{ nodes {{ name topics(first: {m}) {{ nodes {{ id }} }} }} }} }}
  place(code: "{text}") {{ located(first: {m}) {{ edges {{ since node {{ id }} }} }} }}
  libraries(first: {n}) {{ nodes {{ id }} }}
  search(query: "{text}", types: [{kind}], first: {n}) {{ nodes {{ id }} }}
  potentialPartners(for: "{text}", topic: "{text}", first: {n}) {{ nodes {{ id partners(first: {m}) {{ totalCount }} }} }}
}}"""

VARIABLES = """query ($text: String!, $id: ID!, $n: Int!, $m: Int!, $kind: ElementType!) {
  library(sigla: $text) { activities(first: $n) { nodes { name topics(first: $m) { nodes { id } } } } }
  place(code: $text) { located(first: $m) { edges { since node { id } } } }
  libraries(first: $n) { nodes { id } }
  search(query: $text, types: [$kind], first: $n) { nodes { id } }
  potentialPartners(for: $id, topic: $id, first: $n) { nodes { id partners(first: $m) { totalCount } } }
}"""

EXPECTED = statements(LITERAL.format(text="x", n=1, m=2, kind="TOPIC"))


@given(MARKERS, FIRST, FIRST, st.sampled_from(["TOPIC", "LIBRARY", "MAP"]))
@settings(max_examples=MANY // 10, deadline=None, derandomize=True, database=None)
def test_values_never_reach_the_text(text: str, n: int, m: int, kind: str) -> None:
    values: dict[str, Any] = {"text": text, "n": n, "m": m, "kind": kind}
    assert statements(LITERAL.format(**values)) == EXPECTED
    assert statements(VARIABLES, id=text, **values) == EXPECTED
    assert not any(MARK in statement for statement in EXPECTED.values())


@pytest.mark.parametrize("named", ["", "__typename "])
def test_the_text_grows_with_the_depth_and_not_with_the_types_on_the_way(named: str) -> None:
    def size(depth: int) -> int:
        inner = "shownOn { nodes { shows { nodes { " + named
        text = f'{{ search(query: "x") {{ nodes {{ {inner * depth} id {"} } } } " * depth} }} }} }}'
        return len(statements(text)["search"])

    assert size(5) - size(4) <= 1.1 * (size(3) - size(2))


def test_the_branch_that_is_not_asked_for_is_not_read() -> None:
    query = "query ($yes: Boolean!) { libraries { nodes { id } totalCount @include(if: $yes) } }"
    assert "COUNT" in statements(query, yes=True)["libraries"]
    assert "COUNT" not in statements(query, yes=False)["libraries"]
